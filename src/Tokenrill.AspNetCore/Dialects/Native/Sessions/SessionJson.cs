using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Tokenrill.AspNetCore.Dialects.Native.Sessions;

/// <summary>The body of <c>POST /v1/sessions</c>.</summary>
internal sealed record SessionBody
{
    [JsonPropertyName("id"), Description("Its name, 1 to 128 characters. Default: a new one.")]
    public string? Id { get; init; }

    [JsonPropertyName("title"), Description("Up to 200 characters. Default: the first words of the first message.")]
    public string? Title { get; init; }
}

/// <summary>The body of <c>PATCH /v1/sessions/{id}</c>.</summary>
internal sealed record SessionChange
{
    [JsonPropertyName("title"), Description("1 to 200 characters.")]
    public required string Title { get; init; }
}

/// <summary>The body of <c>POST /v1/sessions/{id}/messages</c>: the message, and how it is to be answered.</summary>
internal sealed record MessageBody : GenerationBody
{
    [JsonPropertyName("content"), Description("What the user says.")]
    public required string Content { get; init; }
}

/// <summary>A session.</summary>
internal sealed record SessionState
{
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("title")]
    public string? Title { get; init; }

    [JsonPropertyName("messages")]
    public required int Messages { get; init; }

    [JsonPropertyName("created_at")]
    public required string CreatedAt { get; init; }

    [JsonPropertyName("updated_at")]
    public required string UpdatedAt { get; init; }
}

/// <summary>A page of sessions, newest first.</summary>
internal sealed record SessionList(
    [property: JsonPropertyName("data")] IReadOnlyList<SessionState> Data,
    [property: JsonPropertyName("next")] string? Next);

/// <summary>A message.</summary>
internal sealed record MessageState
{
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("role")]
    public required string Role { get; init; }

    [JsonPropertyName("content")]
    public required string Content { get; init; }

    [JsonPropertyName("reasoning")]
    public string? Reasoning { get; init; }

    [JsonPropertyName("generation")]
    public string? Generation { get; init; }

    [JsonPropertyName("status")]
    public string? Status { get; init; }

    [JsonPropertyName("created_at")]
    public required string CreatedAt { get; init; }
}

/// <summary>A page of messages, oldest first.</summary>
/// <param name="Data">The messages.</param>
/// <param name="Next">The last of them, when there are more behind it.</param>
/// <param name="LastSequence">The last event of the session's log that the messages include.</param>
internal sealed record MessageList(
    [property: JsonPropertyName("data")] IReadOnlyList<MessageState> Data,
    [property: JsonPropertyName("next")] string? Next,
    [property: JsonPropertyName("last_seq")] int LastSequence);

/// <summary>An event of a session's log. Which members it has depends on its type.</summary>
internal sealed record SessionEventState
{
    [JsonPropertyName("seq")]
    public required int Sequence { get; init; }

    [JsonPropertyName("type")]
    public required string Type { get; init; }

    [JsonPropertyName("at")]
    public required string At { get; init; }

    [JsonPropertyName("message")]
    public MessageState? Message { get; init; }

    [JsonPropertyName("generation")]
    public string? Generation { get; init; }

    [JsonPropertyName("message_id")]
    public string? MessageId { get; init; }

    [JsonPropertyName("model")]
    public string? Model { get; init; }

    [JsonPropertyName("status")]
    public string? Status { get; init; }

    [JsonPropertyName("title")]
    public string? Title { get; init; }

    [JsonPropertyName("signal")]
    public SignalState? Signal { get; init; }

    [JsonPropertyName("signal_id")]
    public string? SignalId { get; init; }
}

[JsonSourceGenerationOptions(UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(SessionBody))]
[JsonSerializable(typeof(SessionChange))]
[JsonSerializable(typeof(MessageBody))]
internal sealed partial class SessionRequestJson : JsonSerializerContext;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SessionState))]
[JsonSerializable(typeof(SessionList))]
[JsonSerializable(typeof(MessageList))]
[JsonSerializable(typeof(SessionEventState))]
[JsonSerializable(typeof(IReadOnlyList<SessionEventState>))]
internal sealed partial class SessionStateJson : JsonSerializerContext;
