using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Tokenrill.AspNetCore.Endpoints;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Generations;

namespace Tokenrill.AspNetCore.Dialects.Native.Sessions;

/// <summary><c>/v1/sessions/{id}/events</c>: what replaces polling.</summary>
internal static class SessionEvents
{
    public static void MapSessionEvents(this IEndpointRouteBuilder api)
    {
        api.MapGet(SessionEndpoints.OneSession + "/events", FollowAsync)
            .WithMetadata(AcceptsReadToken.Session)
            .Describe(SessionEndpoints.Tag, "Follow a session", "What happens in it, from the event behind ?after= or Last-Event-ID, or from the earliest that is kept. Accept chooses the form: text/event-stream (also for */* or nothing), application/x-ndjson, or application/json (the events there are now, as an array).")
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream", additionalContentTypes: [ContentTypes.Ndjson, ContentTypes.Json])
            .Problems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status410Gone);
        api.MapPost(SessionEndpoints.OneSession + "/token", IssueTokenAsync)
            .Describe(SessionEndpoints.Tag, "Issue a read token", "For clients that cannot send headers: ?token= on the events of this one session, for a few minutes.")
            .Produces<ReadTokenState>(StatusCodes.Status200OK, ContentTypes.Json)
            .Problems(StatusCodes.Status404NotFound);
    }

    private static async Task FollowAsync(
        HttpContext context, string id, string? after, [FromHeader(Name = EventCursor.Header)] string? lastEventId, GenerationService engine)
    {
        var log = (await engine.Sessions.FindAsync(context.Caller(), id, context.RequestAborted)).Log;
        int? behind = lastEventId is null && after is null ? null : EventCursor.Of(lastEventId, after, log.Id);
        // Before the headers are out: a cursor that is wrong has a status.
        var events = log.After(behind, out var isClosed);
        var format = AcceptedFormat.Of(context.Request);
        if (format == AnswerFormat.Json)
            await JsonAnswer.WriteAsync(context, [.. events.Select(SessionStateReader.Read)], SessionStateJson.Default.IReadOnlyListSessionEventState);
        else
            await new SessionEventStream(context, log, format, engine.Options.Readers.Heartbeat).WriteAsync(events, isClosed, behind ?? 0);
    }

    private static Task IssueTokenAsync(HttpContext context, string id, GenerationService engine, ReadTokens tokens)
    {
        var session = engine.Sessions.Find(context.Caller(), id);
        var (token, expires) = tokens.Issue(AcceptsReadToken.Session, session.Id, session.Owner);
        return JsonAnswer.WriteAsync(context, new ReadTokenState(token, WireTime.Of(expires)), NativeStateJson.Default.ReadTokenState);
    }
}
