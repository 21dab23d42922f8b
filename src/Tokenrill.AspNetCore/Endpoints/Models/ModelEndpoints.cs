using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.Models;

namespace Tokenrill.AspNetCore.Endpoints.Models;

/// <summary><c>GET /v1/models</c>, in OpenAI's shape: https://platform.openai.com/docs/api-reference/models/list</summary>
internal static class ModelEndpoints
{
    /// <summary>The owner of what is an alias here and nobody's model.</summary>
    private const string AliasOwner = "tokenrill";

    public static void MapModels(this IEndpointRouteBuilder api) =>
        api.MapGet("/v1/models", ListAsync)
            .Describe("Models", "List models", "The aliases, then the models of every provider that answers within 2 s, as provider/model.")
            .Produces<ModelList>(StatusCodes.Status200OK, ContentTypes.Json)
            .Problems();

    private static async Task ListAsync(HttpContext context, ModelDirectory directory, ModelCatalog catalog)
    {
        var providers = await directory.ListAsync(context.RequestAborted);
        var aliases = catalog.Aliases.Select(static alias => new ModelEntry(alias.Key, 0, AliasOwner));
        var models = providers.SelectMany(static provider => (provider.Models ?? [])
            .Select(model => new ModelEntry($"{provider.Name}/{model.Name}", model.Created?.ToUnixTimeSeconds() ?? 0, provider.Name)));
        await JsonAnswer.WriteAsync(context, new ModelList([.. aliases, .. models]), ModelJson.Default.ModelList);
    }
}

/// <summary>Models, as OpenAI lists them.</summary>
internal sealed record ModelList([property: JsonPropertyName("data")] IReadOnlyList<ModelEntry> Data)
{
    [JsonPropertyName("object")]
    public string Object { get; init; } = "list";
}

/// <summary>One model or alias. <c>created</c> is in Unix seconds, 0 where nobody says.</summary>
internal sealed record ModelEntry(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("created")] long Created,
    [property: JsonPropertyName("owned_by")] string OwnedBy)
{
    [JsonPropertyName("object")]
    public string Object { get; init; } = "model";
}

[JsonSerializable(typeof(ModelList))]
internal sealed partial class ModelJson : JsonSerializerContext;
