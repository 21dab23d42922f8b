using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tokenrill.AspNetCore.Dialects.Messages;
using Tokenrill.AspNetCore.Endpoints;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Generations;
using Tokenrill.Recipes;

namespace Tokenrill.AspNetCore.Dialects.Vibe;

/// <summary>Vibe Assistant's prompt builder.</summary>
internal static class VibeEndpoints
{
    private const string Tag = "Vibe Assistant";

    private static readonly byte[] Healthy = "{\"status\":\"healthy\",\"service\":\"tokenrill\"}"u8.ToArray();

    public static void MapVibe(this IEndpointRouteBuilder api) =>
        api.MapPost("/api/stream-response", AnswerAsync)
            .WithMetadata(VibeError.Instance)
            .Describe(Tag, "Answer or enhance a prompt", "As Vibe Assistant has it. With enhancement_type the prompt goes through the recipe of that name, with system_prompt before the recipe's own instructions; without, as it is. The headers Tokenrill-Session, Tokenrill-On-Busy and Idempotency-Key say what its body has no member for.")
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream");

    /// <summary>To be mapped where no caller is needed.</summary>
    public static void MapVibeHealth(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/health", (Delegate)HealthAsync)
            .Describe(Tag, "Liveness", "200 as long as the process serves requests.")
            .Produces(StatusCodes.Status200OK, contentType: ContentTypes.Json);

    private static async Task AnswerAsync(HttpContext context, GenerationService engine, RecipeBook recipes)
    {
        var isKeyed = RequestHeaders.IsKeyed(context.Request.Headers);
        var body = await JsonBody.ReadAsync(context, BodyJson.Default.JsonElement, engine.Options.Limits.RequestBytes, isKeyed ? static _ => true : static _ => false);
        var request = RequestHeaders.Apply(VibeRequest.Read(body.Value, recipes), context.Request.Headers, "stream-response", body.Digest);
        var started = await engine.StartAsync(request, context.Caller(), withReader: true, context.RequestAborted);
        using var reader = started.Reader!;
        ResponseHeaders.Announce(context, started.Generation);
        await StreamResponse.WriteAsync(context, reader, new VibeLines(started.Generation), engine.Options.Readers.Heartbeat);
    }

    private static async Task HealthAsync(HttpContext context)
    {
        context.Response.ContentType = ContentTypes.Json;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.BodyWriter.WriteAsync(Healthy, context.RequestAborted);
    }
}
