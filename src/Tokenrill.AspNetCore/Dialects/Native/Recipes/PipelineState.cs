using System.Text.Json.Serialization;

namespace Tokenrill.AspNetCore.Dialects.Native.Recipes;

/// <summary>How a pipeline ended: the answer for a client that waits. Members that do not apply are left out.</summary>
internal sealed record PipelineState
{
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    [JsonPropertyName("stage")]
    public required int Stage { get; init; }

    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    [JsonPropertyName("text")]
    public string? Text { get; init; }

    [JsonPropertyName("error")]
    public ErrorState? Error { get; init; }

    [JsonPropertyName("stages")]
    public required IReadOnlyList<RunStageState> Stages { get; init; }
}

/// <summary>A stage that was started.</summary>
internal sealed record RunStageState(
    [property: JsonPropertyName("stage")] int Stage,
    [property: JsonPropertyName("recipe")] string Recipe,
    [property: JsonPropertyName("generation")] string Generation,
    [property: JsonPropertyName("status")] string Status);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PipelineState))]
internal sealed partial class PipelineJson : JsonSerializerContext;
