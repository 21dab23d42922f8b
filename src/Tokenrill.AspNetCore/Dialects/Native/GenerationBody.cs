using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tokenrill.AspNetCore.Dialects.Native;

/// <summary>What every body that starts a generation may say, whatever it asks the model.</summary>
internal abstract record StartBody
{
    [JsonPropertyName("model"), Description("provider/model, or an alias. Default: the alias \"default\", or the recipe's model.")]
    public string? Model { get; init; }

    [JsonPropertyName("session"), Description("The session to take part in, 1 to 128 characters: one active generation at a time.")]
    public string? Session { get; init; }

    [JsonPropertyName("on_busy"), Description("When the session is busy: supersede (default), reject or attach.")]
    public string? OnBusy { get; init; }

    [JsonPropertyName("on_disconnect"), Description("When the last reader is lost: continue (default) or cancel.")]
    public string? OnDisconnect { get; init; }

    [JsonPropertyName("max_tokens"), Description("At most this many tokens of output.")]
    public int? MaxTokens { get; init; }

    [JsonPropertyName("temperature"), Description("0 to 2.")]
    public double? Temperature { get; init; }

    [JsonPropertyName("deadlines"), Description("Shorter deadlines than the server's.")]
    public DeadlinesBody? Deadlines { get; init; }

    [JsonPropertyName("idempotency_key"), Description("The same key again: the same generation, not a second one. 1 to 128 characters.")]
    public string? IdempotencyKey { get; init; }

    [JsonPropertyName("metadata"), Description("Up to 16 strings to find again in the generation's state.")]
    public Dictionary<string, string?>? Metadata { get; init; }
}

/// <summary>The body of <c>POST /v1/generations</c>, and of <c>start</c> on a socket.</summary>
internal record GenerationBody : StartBody
{
    [JsonPropertyName("messages"), Description("The conversation, oldest first, in OpenAI's shape. Either this or prompt.")]
    public JsonElement? Messages { get; init; }

    [JsonPropertyName("prompt"), Description("One user message. Either this or messages.")]
    public string? Prompt { get; init; }

    [JsonPropertyName("system"), Description("With prompt: the developer's instructions.")]
    public string? System { get; init; }

    [JsonPropertyName("top_p"), Description("0 to 1.")]
    public double? TopP { get; init; }

    [JsonPropertyName("stop"), Description("Up to 16 texts that end the answer.")]
    public string[]? Stop { get; init; }

    [JsonPropertyName("seed"), Description("For repeatable sampling, where the provider knows it.")]
    public long? Seed { get; init; }

    [JsonPropertyName("tools"), Description("Tools in OpenAI's shape. Refused where the provider knows none.")]
    public JsonElement? Tools { get; init; }

    [JsonPropertyName("tool_choice"), Description("OpenAI's tool_choice: none, auto, required, or the tool by name.")]
    public JsonElement? ToolChoice { get; init; }

    [JsonPropertyName("response_format"), Description("OpenAI's response_format. Refused where the provider does not know it.")]
    public JsonElement? ResponseFormat { get; init; }
}

/// <summary>Deadlines in seconds.</summary>
internal sealed record DeadlinesBody
{
    [JsonPropertyName("connect"), Description("Until the connection to the provider stands, in seconds.")]
    public double? Connect { get; init; }

    [JsonPropertyName("first_token"), Description("From asking the provider to the first token, in seconds.")]
    public double? FirstToken { get; init; }

    [JsonPropertyName("between_tokens"), Description("From one token to the next, in seconds.")]
    public double? BetweenTokens { get; init; }

    [JsonPropertyName("total"), Description("From the start to the end, in seconds.")]
    public double? Total { get; init; }
}

[JsonSourceGenerationOptions(UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(GenerationBody))]
[JsonSerializable(typeof(Recipes.RecipeBody))]
[JsonSerializable(typeof(Sockets.StartMessage))]
[JsonSerializable(typeof(Sockets.ReadMessage))]
[JsonSerializable(typeof(Sockets.StopMessage))]
internal sealed partial class NativeRequestJson : JsonSerializerContext;
