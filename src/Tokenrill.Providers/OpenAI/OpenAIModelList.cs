using System.Text.Json;

namespace Tokenrill.Providers.OpenAI;

/// <summary>The answer to <c>GET /models</c>: <c>{"data":[{"id","created"}]}</c>, or the bare array, as some servers send it.</summary>
internal static class OpenAIModelList
{
    /// <returns>Null: it is no such list.</returns>
    public static IReadOnlyList<ModelInfo>? Read(JsonElement root)
    {
        var list = root;
        if (root.ValueKind == JsonValueKind.Object && !root.TryGetProperty("data", out list))
            return null;
        if (list.ValueKind != JsonValueKind.Array)
            return null;
        var models = new List<ModelInfo>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
            if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String)
                models.Add(new ModelInfo(id.GetString()!, Created(item)));
        return models;
    }

    private static DateTimeOffset? Created(JsonElement item) =>
        item.TryGetProperty("created", out var created) && created.ValueKind == JsonValueKind.Number
        && created.TryGetInt64(out var seconds) && seconds is > 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
