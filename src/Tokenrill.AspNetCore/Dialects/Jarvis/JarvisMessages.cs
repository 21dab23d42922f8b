using System.Text.Json.Serialization;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.Generations;
using Tokenrill.Models;
using Tokenrill.Sessions;

namespace Tokenrill.AspNetCore.Dialects.Jarvis;

/// <summary>A session's messages, for a page that was loaded again or whose stream broke.</summary>
internal sealed record JarvisMessages(
    [property: JsonPropertyName("session_id")] string Session,
    [property: JsonPropertyName("messages")] IReadOnlyList<JarvisMessage> Messages)
{
    /// <summary>As they stand now; none of a session that nobody has said anything in.</summary>
    public static JarvisMessages Of(string id, Session? session) =>
        new(id, session is null ? [] : [.. session.Messages(out _).Select(JarvisMessage.Of)]);
}

/// <summary>One message.</summary>
internal sealed record JarvisMessage(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("role")] string Role,
    [property: JsonPropertyName("content")] string Content,
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("stream_id")] string? Stream,
    [property: JsonPropertyName("created_at")] string CreatedAt)
{
    public static JarvisMessage Of(SessionMessage message) =>
        new(message.Id, message.Role == ChatRole.User ? "user" : "assistant", message.Content, StatusOf(message), message.Generation, WireTime.Of(message.CreatedAt));

    private static string StatusOf(SessionMessage message) => message.Status switch
    {
        GenerationStatus.Active => message.Content.Length == 0 ? "thinking" : "streaming",
        GenerationStatus.Cancelled => "cancelled",
        GenerationStatus.Superseded => "superseded",
        GenerationStatus.Failed or GenerationStatus.Interrupted => "error",
        _ => "complete",
    };
}

/// <summary>The answer, for a client that does not stream.</summary>
internal sealed record JarvisAnswer(
    [property: JsonPropertyName("trace_id")] string Trace,
    [property: JsonPropertyName("stream_id")] string Stream,
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("content")] string Content,
    [property: JsonPropertyName("reason")] string Reason);

/// <summary>What a cancel came to.</summary>
internal sealed record JarvisCancelled(
    [property: JsonPropertyName("cancelled")] bool Cancelled,
    [property: JsonPropertyName("stream_id")] string? Stream);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JarvisMessages))]
[JsonSerializable(typeof(JarvisAnswer))]
[JsonSerializable(typeof(JarvisCancelled))]
internal sealed partial class JarvisJson : JsonSerializerContext;
