using System.Text.Json;

namespace Tokenrill.Providers.Ollama;

/// <summary>The answer to <c>GET /api/tags</c>: <c>{"models":[{"name","modified_at"}]}</c>.</summary>
internal static class OllamaModelList
{
    /// <returns>Null: it is no such list.</returns>
    public static IReadOnlyList<ModelInfo>? Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("models", out var list))
            return null;
        if (list.ValueKind == JsonValueKind.Null)
            return []; // how an Ollama without any model may say so
        if (list.ValueKind != JsonValueKind.Array)
            return null;
        var models = new List<ModelInfo>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
            if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String)
                models.Add(new ModelInfo(name.GetString()!, Modified(item)));
        return models;
    }

    private static DateTimeOffset? Modified(JsonElement item) =>
        item.TryGetProperty("modified_at", out var modified) && modified.ValueKind == JsonValueKind.String && modified.TryGetDateTimeOffset(out var when)
            ? when
            : null;
}
