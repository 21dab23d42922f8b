using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Tokenrill.AspNetCore.Endpoints.Models;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.Generations;
using Tokenrill.Models;
using Tokenrill.Options;

namespace Tokenrill.AspNetCore.Endpoints.Health;

/// <summary>Is it alive, and can it do its work? For load balancers and orchestrators, which have no key, so nothing here
/// says more than names.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/healthz", (Delegate)AliveAsync)
            .Describe("Health", "Liveness", "200 as long as the process serves requests.")
            .Produces<HealthReport>(StatusCodes.Status200OK, ContentTypes.Json);
        endpoints.MapGet("/readyz", ReadyAsync)
            .Describe("Health", "Readiness", "503 while the server shuts down, while no model of the alias \"default\" can be reached, and while nothing can be stored.")
            .Produces<HealthReport>(StatusCodes.Status200OK, ContentTypes.Json)
            .Produces<HealthReport>(StatusCodes.Status503ServiceUnavailable, ContentTypes.Json);
    }

    private static Task AliveAsync(HttpContext context) =>
        JsonAnswer.WriteAsync(context, new HealthReport("alive", null), HealthJson.Default.HealthReport);

    private static async Task ReadyAsync(
        HttpContext context, ModelDirectory directory, ModelCatalog catalog, TokenrillOptions options, GenerationService engine, IHostApplicationLifetime lifetime)
    {
        var providers = await directory.ListAsync(context.RequestAborted);
        var reachable = providers.Where(static provider => provider.Models is not null).Select(static provider => provider.Name).ToHashSet();
        var stores = engine.StorageFault is null;
        var ready = stores && !lifetime.ApplicationStopping.IsCancellationRequested && DefaultProviders(catalog).Any(reachable.Contains);
        HealthRow[] rows =
        [
            .. providers.Select(provider => new HealthRow("provider", provider.Name, provider.Models is not null)),
            new("storage", options.Storage.Kind.ToString().ToLowerInvariant(), stores),
        ];
        await JsonAnswer.WriteAsync(context, new HealthReport(ready ? "ready" : "not_ready", rows), HealthJson.Default.HealthReport,
            ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>Who serves a request that names no model; without such an alias, anybody.</summary>
    private static IEnumerable<string> DefaultProviders(ModelCatalog catalog)
    {
        var alias = catalog.Aliases.FirstOrDefault(static alias => alias.Key == ModelCatalog.DefaultAlias).Value;
        return alias?.Select(static target => target.ProviderName) ?? catalog.Providers.Keys;
    }
}

/// <summary>How it stands, and a row for each thing that was looked at.</summary>
internal sealed record HealthReport(
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("checks")] IReadOnlyList<HealthRow>? Checks);

/// <summary>One thing that was looked at.</summary>
internal sealed record HealthRow(
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("ok")] bool Ok);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HealthReport))]
internal sealed partial class HealthJson : JsonSerializerContext;
