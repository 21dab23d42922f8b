using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Tokenrill.AspNetCore.Dialects.Threads;

/// <summary>The body of <c>POST /api/chat/threads/</c> and of a change.</summary>
internal sealed record ThreadBody
{
    [JsonPropertyName("title"), Description("Up to 200 characters. Of a new thread, by default: the first words of the first message.")]
    public string? Title { get; init; }
}

/// <summary>The body of <c>POST /api/chat/threads/{id}/messages/</c>.</summary>
internal sealed record ThreadMessageBody
{
    [JsonPropertyName("content"), Description("What the user says.")]
    public required string Content { get; init; }

    [JsonPropertyName("model"), Description("provider/model, or an alias. Default: the alias \"default\".")]
    public string? Model { get; init; }
}

/// <summary>A list, as Django REST framework pages it.</summary>
/// <param name="Count">How many there are, on all pages.</param>
/// <param name="Next">The address of the next page; null on the last.</param>
/// <param name="Previous">Always null: lists are read forward, and their first page is the address without a cursor.</param>
/// <param name="Results">Those of this page.</param>
internal sealed record ThreadPage<T>(
    [property: JsonPropertyName("count")] int Count,
    [property: JsonPropertyName("next")] string? Next,
    [property: JsonPropertyName("previous")] string? Previous,
    [property: JsonPropertyName("results")] IReadOnlyList<T> Results);

/// <summary>A thread. Its title is empty while it has none.</summary>
internal sealed record ThreadState(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("created_at")] string CreatedAt,
    [property: JsonPropertyName("updated_at")] string UpdatedAt);

/// <summary>A message.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Thread">The thread's.</param>
/// <param name="Role"><c>user</c> or <c>assistant</c>.</param>
/// <param name="Content">What it says.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="Status">Only of an answer that is not complete, so that half of one is not taken for the whole: <c>active</c> while it
/// is written, then how it ended.</param>
internal sealed record ThreadMessage(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("thread_id")] string Thread,
    [property: JsonPropertyName("role")] string Role,
    [property: JsonPropertyName("content")] string Content,
    [property: JsonPropertyName("created_at")] string CreatedAt,
    [property: JsonPropertyName("status"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Status);

/// <summary>What the user said, and what was answered.</summary>
internal sealed record ThreadTurn(
    [property: JsonPropertyName("user_message")] ThreadMessage User,
    [property: JsonPropertyName("assistant_message")] ThreadMessage Assistant);

/// <summary>A signal.</summary>
internal sealed record ThreadSignal(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("thread_id")] string Thread,
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("confidence")] double Confidence,
    [property: JsonPropertyName("message_id")] string Message,
    [property: JsonPropertyName("created_at")] string CreatedAt);

/// <summary>A thread's signals, oldest first.</summary>
internal sealed record ThreadSignals(
    [property: JsonPropertyName("count")] int Count,
    [property: JsonPropertyName("results")] IReadOnlyList<ThreadSignal> Results);

[JsonSourceGenerationOptions(UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ThreadBody))]
[JsonSerializable(typeof(ThreadMessageBody))]
internal sealed partial class ThreadRequestJson : JsonSerializerContext;

[JsonSerializable(typeof(ThreadState))]
[JsonSerializable(typeof(ThreadPage<ThreadState>))]
[JsonSerializable(typeof(ThreadPage<ThreadMessage>))]
[JsonSerializable(typeof(ThreadTurn))]
[JsonSerializable(typeof(ThreadSignal))]
[JsonSerializable(typeof(ThreadSignals))]
internal sealed partial class ThreadStateJson : JsonSerializerContext;
