using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Tokenrill.AspNetCore.Dialects.Native.Sessions;
using Tokenrill.AspNetCore.Dialects.Native.Sockets;
using Tokenrill.AspNetCore.Endpoints;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Generations;

namespace Tokenrill.AspNetCore.Dialects.Native;

/// <summary>The native protocol: generations and their events.</summary>
internal static class NativeEndpoints
{
    private const string Generations = "/v1/generations", OneGeneration = Generations + "/{id}", Tag = "Generations";
    private const string Form = "Accept chooses the form: text/event-stream (also for */* or nothing), application/x-ndjson, or application/json";

    public static void MapNative(this IEndpointRouteBuilder api)
    {
        api.MapPost(Generations, StartAsync)
            .Describe(Tag, "Start a generation", $"{Form} (one document when it has ended; a failure is then a problem). Prefer: respond-async answers 202 at once. Headers Location and Tokenrill-Generation say which generation it is.")
            .Accepts<GenerationBody>(ContentTypes.Json)
            .Produces<GenerationState>(StatusCodes.Status200OK, ContentTypes.Json, "text/event-stream", ContentTypes.Ndjson)
            .Produces<GenerationState>(StatusCodes.Status202Accepted, ContentTypes.Json)
            .Problems(StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict, StatusCodes.Status413PayloadTooLarge);
        api.MapGet(Generations, ListAsync)
            .Describe(Tag, "List active generations", "With ?status=active: those of the caller, of everybody for an admin, without what they have said. As a WebSocket: a socket that reads nothing yet.")
            .Produces<GenerationList>(StatusCodes.Status200OK, ContentTypes.Json)
            .Problems(StatusCodes.Status400BadRequest);
        api.MapGet(OneGeneration, StateAsync)
            .WithMetadata(AcceptsReadToken.Generation)
            .Describe(Tag, "State of a generation", "Everything it has said so far, and how it stands.")
            .Produces<GenerationState>(StatusCodes.Status200OK, ContentTypes.Json)
            .Problems(StatusCodes.Status404NotFound);
        api.MapGet(OneGeneration + "/events", GenerationEvents.HandleAsync)
            .WithMetadata(AcceptsReadToken.Generation)
            .Describe(Tag, "Read events", $"From the event behind ?after= or Last-Event-ID. {Form} (the events there are now, as an array); or a WebSocket upgrade. 204 at the end of a finished log.")
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream", additionalContentTypes: [ContentTypes.Ndjson, ContentTypes.Json])
            .Produces(StatusCodes.Status204NoContent)
            .Problems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);
        api.MapPost(OneGeneration + "/stop", StopAsync)
            .Describe(Tag, "Stop a generation", "202 when this call stopped it; 200 when it had ended already.")
            .Produces<GenerationState>(StatusCodes.Status202Accepted, ContentTypes.Json)
            .Produces<GenerationState>(StatusCodes.Status200OK, ContentTypes.Json)
            .Problems(StatusCodes.Status404NotFound);
        api.MapSessions();
        api.MapPost(OneGeneration + "/token", IssueTokenAsync)
            .Describe(Tag, "Issue a read token", "For clients that cannot send headers: ?token= on the state and the events of this one generation, for a few minutes.")
            .Produces<ReadTokenState>(StatusCodes.Status200OK, ContentTypes.Json)
            .Problems(StatusCodes.Status404NotFound);
    }

    private static async Task StartAsync(HttpContext context, [FromHeader(Name = "Tokenrill-Session")] string? session)
    {
        var generations = Engine(context);
        var body = await JsonBody.ReadAsync(context, GenerationBodyReader.Read, generations.Options.Limits.RequestBytes, GenerationBodyReader.IsKeyed);
        await GenerationAnswer.StartAsync(context, generations, GenerationBodyReader.Read(body, string.IsNullOrEmpty(session) ? null : session));
    }

    private static Task ListAsync(HttpContext context, string? status)
    {
        if (context.WebSockets.IsWebSocketRequest)
            return GenerationSocket.HandleAsync(context);
        if (status != "active")
            throw TokenrillException.Invalid("status", "must be active: give ?status=active");
        var active = Engine(context).Active(context.Caller()).Select(GenerationStateReader.Outline);
        return JsonAnswer.WriteAsync(context, new GenerationList([.. active]), NativeStateJson.Default.GenerationList);
    }

    private static async Task StateAsync(HttpContext context, string id) => await GenerationAnswer.WriteStateAsync(context, await FindAsync(context, id));

    private static async Task StopAsync(HttpContext context, string id)
    {
        var generation = await FindAsync(context, id);
        var stopped = generation.Stop();
        await GenerationAnswer.WriteStateAsync(context, generation, stopped ? StatusCodes.Status202Accepted : StatusCodes.Status200OK);
    }

    private static async Task IssueTokenAsync(HttpContext context, string id)
    {
        var generation = await FindAsync(context, id);
        var (token, expires) = context.RequestServices.GetRequiredService<ReadTokens>().Issue(AcceptsReadToken.Generation, generation.Id, generation.Owner);
        await JsonAnswer.WriteAsync(context, new ReadTokenState(token, WireTime.Of(expires)), NativeStateJson.Default.ReadTokenState);
    }

    private static ValueTask<Generation> FindAsync(HttpContext context, string id) => Engine(context).FindAsync(id, context.Caller(), context.RequestAborted);

    private static GenerationService Engine(HttpContext context) => context.RequestServices.GetRequiredService<GenerationService>();
}
