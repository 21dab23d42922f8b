using System.Text.Json.Serialization;

namespace Tokenrill.AspNetCore.Dialects.Native.Sessions;

/// <summary>A signal.</summary>
internal sealed record SignalState
{
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    [JsonPropertyName("text")]
    public required string Text { get; init; }

    [JsonPropertyName("confidence")]
    public required double Confidence { get; init; }

    [JsonPropertyName("message_id")]
    public required string MessageId { get; init; }

    [JsonPropertyName("created_at")]
    public required string CreatedAt { get; init; }

    /// <summary>True of one that was dismissed; otherwise absent.</summary>
    [JsonPropertyName("dismissed")]
    public bool? Dismissed { get; init; }
}

/// <summary>A session's signals, oldest first.</summary>
internal sealed record SignalList([property: JsonPropertyName("data")] IReadOnlyList<SignalState> Data);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SignalState))]
[JsonSerializable(typeof(SignalList))]
internal sealed partial class SignalStateJson : JsonSerializerContext;
