using System.Collections.Frozen;
using System.Text.Json;

namespace Tokenrill.Providers.Ollama;

/// <summary>What of a request has a place in Ollama's protocol.</summary>
internal static class OllamaSupport
{
    /// <summary>Further members that go into <c>options</c> by the same name, all numbers.</summary>
    public static readonly FrozenSet<string> OptionMembers =
        FrozenSet.ToFrozenSet(["presence_penalty", "frequency_penalty", "top_k", "min_p", "repeat_penalty", "num_ctx"]);

    public const string ReasoningEffort = "reasoning_effort";

    /// <exception cref="TokenrillException">Something has none.</exception>
    public static void Ensure(ModelRequest request)
    {
        for (var i = 0; i < request.Messages.Count; i++)
            EnsureMessage(request.Messages[i], i);
        if (request.ToolChoice is { } choice && !IsNull(choice) && !IsString(choice, "auto") && !IsString(choice, "none"))
            throw TokenrillException.Invalid("tool_choice", "Ollama cannot be made to call a tool; use \"auto\" or \"none\"");
        if (request.ResponseFormat is { } format && !IsNull(format))
            EnsureFormat(format);
        foreach (var (name, value) in request.Extra)
            EnsureExtra(name, value);
    }

    public static bool IsString(JsonElement value, string text) => value.ValueKind == JsonValueKind.String && value.ValueEquals(text);

    public static bool IsNull(JsonElement value) => value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    /// <summary>The schema of a <c>json_schema</c> format.</summary>
    public static bool TryGetSchema(JsonElement format, out JsonElement schema)
    {
        schema = default;
        return format.TryGetProperty("json_schema", out var named) && named.ValueKind == JsonValueKind.Object
            && named.TryGetProperty("schema", out schema) && schema.ValueKind == JsonValueKind.Object;
    }

    /// <summary>The image itself, of a <c>data:</c> URL in base64 (https://www.rfc-editor.org/rfc/rfc2397).</summary>
    public static bool TryGetImage(string url, out ReadOnlySpan<char> base64)
    {
        const string marker = ";base64,";
        base64 = default;
        if (!url.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            return false;
        var comma = url.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0 || !url.AsSpan(0, comma + 1).EndsWith(marker, StringComparison.OrdinalIgnoreCase))
            return false;
        base64 = url.AsSpan(comma + 1);
        return true;
    }

    private static void EnsureMessage(ChatMessage message, int index)
    {
        if (message.Name is not null && message.Role != ChatRole.Tool)
            throw TokenrillException.Invalid($"messages[{index}].name", "Ollama does not know speakers' names; leave it out");
        for (var i = 0; i < message.Parts?.Count; i++)
            if (message.Parts[i] is ImagePart image && !TryGetImage(image.Url, out _))
                throw TokenrillException.Invalid($"messages[{index}].content[{i}].image_url", "Ollama fetches no images; send it as a data: URL in base64");
        for (var i = 0; i < message.ToolCalls?.Count; i++)
            if (!IsObject(message.ToolCalls[i].Arguments))
                throw TokenrillException.Invalid($"messages[{index}].tool_calls[{i}].function.arguments", "Ollama takes a JSON object only");
    }

    private static void EnsureFormat(JsonElement format)
    {
        var type = format.ValueKind == JsonValueKind.Object && format.TryGetProperty("type", out var named) ? named : default;
        if (IsString(type, "text") || IsString(type, "json_object"))
            return;
        if (!IsString(type, "json_schema"))
            throw TokenrillException.Invalid("response_format.type", "must be \"text\", \"json_object\" or \"json_schema\"");
        if (!TryGetSchema(format, out _))
            throw TokenrillException.Invalid("response_format.json_schema.schema", "must be a JSON schema");
    }

    private static void EnsureExtra(string name, JsonElement value)
    {
        if (IsNull(value))
            return; // asks for nothing
        if (OptionMembers.Contains(name))
        {
            if (value.ValueKind != JsonValueKind.Number)
                throw TokenrillException.Invalid(name, "must be a number");
        }
        else if (name != ReasoningEffort)
        {
            throw TokenrillException.Invalid(name, "Ollama does not know this; leave it out, or use another provider");
        }
        else if (value.ValueKind != JsonValueKind.String)
        {
            throw TokenrillException.Invalid(name, "must be \"none\", \"minimal\", \"low\", \"medium\" or \"high\"");
        }
    }

    private static bool IsObject(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
