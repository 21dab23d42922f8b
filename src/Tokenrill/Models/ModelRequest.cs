using System.Text.Json;

namespace Tokenrill.Models;

/// <summary>What a provider is asked. Members that are null are not sent.</summary>
public sealed record ModelRequest
{
    /// <summary>The provider's own name of the model, without the provider's prefix.</summary>
    public required string Model { get; init; }

    /// <summary>The conversation, oldest first; never empty.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>At most this many tokens of output.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>0 to 2.</summary>
    public double? Temperature { get; init; }

    /// <summary>0 to 1.</summary>
    public double? TopP { get; init; }

    /// <summary>Texts that end the answer.</summary>
    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>For repeatable sampling, where the provider knows it.</summary>
    public long? Seed { get; init; }

    /// <summary>Tools the model may want called. A provider that knows none refuses the request.</summary>
    public IReadOnlyList<ToolDefinition>? Tools { get; init; }

    /// <summary>OpenAI's <c>tool_choice</c>, as the client wrote it.</summary>
    public JsonElement? ToolChoice { get; init; }

    /// <summary>OpenAI's <c>response_format</c>, as the client wrote it. A provider that does not know it refuses the request.</summary>
    public JsonElement? ResponseFormat { get; init; }

    /// <summary>Further members by OpenAI's names (<c>presence_penalty</c>, <c>reasoning_effort</c> …), as the client wrote
    /// them. A provider that does not know one refuses the request.</summary>
    public IReadOnlyDictionary<string, JsonElement> Extra { get; init; } = EmptyExtra;

    private static readonly Dictionary<string, JsonElement> EmptyExtra = [];
}
