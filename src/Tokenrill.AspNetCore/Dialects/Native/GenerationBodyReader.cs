using System.Text.Json;
using Tokenrill.AspNetCore.Dialects.Messages;
using Tokenrill.AspNetCore.Endpoints;
using Tokenrill.Generations;
using Tokenrill.Models;
using Tokenrill.Options;
using Tokenrill.Sessions;

namespace Tokenrill.AspNetCore.Dialects.Native;

/// <summary>Turns the native body into what the engine is asked. Ranges are the engine's to check; here is only what has
/// to do with the shape.</summary>
internal static class GenerationBodyReader
{
    /// <summary>Whether the same request may come again: only then its digest is of use.</summary>
    public static bool IsKeyed(StartBody body) => body.IdempotencyKey is not null;

    /// <summary>The body that JSON is.</summary>
    /// <exception cref="TokenrillException">It is none; the field says where.</exception>
    public static GenerationBody Read(ReadOnlySpan<byte> json) =>
        PlainGenerationBody.Read(json) ?? JsonBody.Deserialize(json, NativeRequestJson.Default.GenerationBody);

    /// <summary>The request that a body stands for.</summary>
    /// <param name="body">The body and its digest.</param>
    /// <param name="session">The session that the request's header names, if it does.</param>
    /// <exception cref="TokenrillException">Something is wrong; the field says where.</exception>
    public static GenerationRequest Read(JsonBody<GenerationBody> body, string? session = null) =>
        Read(body.Value, ReadAsk(body.Value), body.Digest, session);

    /// <summary>The request that a body stands for, where something else says what the model is asked.</summary>
    /// <param name="body">The body.</param>
    /// <param name="ask">What the model is asked.</param>
    /// <param name="fingerprint">A digest of the request, where it may come again.</param>
    /// <param name="session">The session that the request's header names, if it does.</param>
    /// <exception cref="TokenrillException">Something is wrong; the field says where.</exception>
    public static GenerationRequest Read(StartBody body, ModelRequest ask, string? fingerprint, string? session) => new()
    {
        Ask = ask,
        Session = ReadSession(body.Session, session),
        OnBusy = ReadOnBusy(body.OnBusy),
        OnDisconnect = ReadOnDisconnect(body.OnDisconnect),
        Deadlines = ReadDeadlines(body.Deadlines),
        IdempotencyKey = body.IdempotencyKey,
        Fingerprint = fingerprint,
        Metadata = ReadMetadata(body.Metadata),
    };

    private static ModelRequest ReadAsk(GenerationBody body) => new()
    {
        Model = body.Model ?? ModelCatalog.DefaultAlias,
        Messages = ReadMessages(body),
        MaxTokens = body.MaxTokens,
        Temperature = body.Temperature,
        TopP = body.TopP,
        Stop = body.Stop,
        Seed = body.Seed,
        Tools = body.Tools is { ValueKind: not JsonValueKind.Null } tools ? ToolDefinitionReader.Read(tools, "tools", UnknownMembers.Refuse) : null,
        ToolChoice = body.ToolChoice switch
        {
            null or { ValueKind: JsonValueKind.Null } => null,
            { ValueKind: JsonValueKind.Object or JsonValueKind.String } choice => choice,
            _ => throw TokenrillException.Invalid("tool_choice", "must be none, auto, required, or an object that names a tool"),
        },
        ResponseFormat = body.ResponseFormat switch
        {
            null or { ValueKind: JsonValueKind.Null } => null,
            { ValueKind: JsonValueKind.Object } format => format,
            _ => throw TokenrillException.Invalid("response_format", "must be an object"),
        },
    };

    private static IReadOnlyList<ChatMessage> ReadMessages(GenerationBody body)
    {
        var conversation = (body as PlainGenerationBody)?.Conversation;
        var messages = body.Messages is { ValueKind: not JsonValueKind.Null } given ? given : (JsonElement?)null;
        if ((conversation is not null || messages is not null) && body.Prompt is not null)
            throw TokenrillException.Invalid("prompt", "cannot be given together with messages");
        if (body.System is not null && body.Prompt is null)
            throw TokenrillException.Invalid("system", "belongs to prompt; among messages, give one of role system");
        if (conversation is not null)
            return conversation;
        if (messages is { } list)
            return ChatMessageReader.Read(list, "messages", UnknownMembers.Refuse);
        if (body.Prompt is null)
            throw TokenrillException.Invalid("messages", "is required, or prompt");
        var user = new ChatMessage(ChatRole.User, body.Prompt);
        return body.System is null ? [user] : [new ChatMessage(ChatRole.System, body.System), user];
    }

    private static string? ReadSession(string? body, string? header) =>
        body is not null && header is not null && body != header
            ? throw TokenrillException.Invalid("session", "differs from the header Tokenrill-Session")
            : body ?? header;

    private static OnBusy? ReadOnBusy(string? value) => value switch
    {
        null => null,
        "supersede" => OnBusy.Supersede,
        "reject" => OnBusy.Reject,
        "attach" => OnBusy.Attach,
        _ => throw TokenrillException.Invalid("on_busy", "must be supersede, reject or attach"),
    };

    private static OnDisconnect? ReadOnDisconnect(string? value) => value switch
    {
        null => null,
        "continue" => OnDisconnect.Continue,
        "cancel" => OnDisconnect.Cancel,
        _ => throw TokenrillException.Invalid("on_disconnect", "must be continue or cancel"),
    };

    private static RequestedDeadlines ReadDeadlines(DeadlinesBody? body) => body is null ? default : new(
        ReadSeconds("deadlines.connect", body.Connect),
        ReadSeconds("deadlines.first_token", body.FirstToken),
        ReadSeconds("deadlines.between_tokens", body.BetweenTokens),
        ReadSeconds("deadlines.total", body.Total));

    private static TimeSpan? ReadSeconds(string field, double? seconds) => seconds switch
    {
        null => null,
        > 0 and <= 1_000_000 => TimeSpan.FromSeconds(seconds.Value),
        _ => throw TokenrillException.Invalid(field, "must be a positive number of seconds"),
    };

    private static Dictionary<string, string>? ReadMetadata(Dictionary<string, string?>? metadata) =>
        metadata?.ToDictionary(item => item.Key, item => item.Value ?? throw TokenrillException.Invalid($"metadata.{item.Key}", "must be a string"));
}
