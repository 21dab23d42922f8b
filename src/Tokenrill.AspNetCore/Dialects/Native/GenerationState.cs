using System.Text.Json.Serialization;

namespace Tokenrill.AspNetCore.Dialects.Native;

/// <summary>How a generation stands: the answer of <c>GET /v1/generations/{id}</c>. Members that do not apply are left out.</summary>
internal sealed record GenerationState
{
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("status")]
    public required string Status { get; init; }

    [JsonPropertyName("model")]
    public required string Model { get; init; }

    [JsonPropertyName("session")]
    public string? Session { get; init; }

    [JsonPropertyName("text")]
    public string? Text { get; init; }

    [JsonPropertyName("reasoning")]
    public string? Reasoning { get; init; }

    [JsonPropertyName("tool_calls")]
    public IReadOnlyList<ToolCallState>? ToolCalls { get; init; }

    [JsonPropertyName("finish_reason")]
    public string? FinishReason { get; init; }

    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    [JsonPropertyName("by")]
    public string? By { get; init; }

    [JsonPropertyName("usage")]
    public UsageState? Usage { get; init; }

    [JsonPropertyName("stats")]
    public StatisticsState? Statistics { get; init; }

    [JsonPropertyName("error")]
    public ErrorState? Error { get; init; }

    [JsonPropertyName("created_at")]
    public required string CreatedAt { get; init; }

    [JsonPropertyName("ended_at")]
    public string? EndedAt { get; init; }

    [JsonPropertyName("last_seq")]
    public required int LastSequence { get; init; }

    [JsonPropertyName("readers")]
    public required int Readers { get; init; }

    [JsonPropertyName("metadata")]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}

/// <summary>A tool call, as far as it has come.</summary>
internal sealed record ToolCallState(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("arguments")] string Arguments);

/// <summary>What the provider counted.</summary>
internal sealed record UsageState(
    [property: JsonPropertyName("input_tokens")] int InputTokens,
    [property: JsonPropertyName("output_tokens")] int OutputTokens,
    [property: JsonPropertyName("reasoning_tokens")] int ReasoningTokens);

/// <summary>How it went.</summary>
internal sealed record StatisticsState(
    [property: JsonPropertyName("first_token_ms")] long? FirstTokenMs,
    [property: JsonPropertyName("duration_ms")] long DurationMs,
    [property: JsonPropertyName("tokens_per_second")] double? TokensPerSecond,
    [property: JsonPropertyName("characters")] int Characters,
    [property: JsonPropertyName("chunks")] int Chunks);

/// <summary>Why it failed.</summary>
internal sealed record ErrorState(
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("retryable")] bool Retryable);

/// <summary>Generations, oldest first, each without what it has said.</summary>
internal sealed record GenerationList([property: JsonPropertyName("data")] IReadOnlyList<GenerationState> Data);

/// <summary>A read token.</summary>
internal sealed record ReadTokenState(
    [property: JsonPropertyName("token")] string Token,
    [property: JsonPropertyName("expires_at")] string ExpiresAt);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GenerationState))]
[JsonSerializable(typeof(GenerationList))]
[JsonSerializable(typeof(ReadTokenState))]
internal sealed partial class NativeStateJson : JsonSerializerContext;
