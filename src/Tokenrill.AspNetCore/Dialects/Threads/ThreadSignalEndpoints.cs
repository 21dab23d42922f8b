using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Tokenrill.AspNetCore.Endpoints;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Generations;

namespace Tokenrill.AspNetCore.Dialects.Threads;

/// <summary>A thread's signals, for pages that poll. The server says when to ask again, so no page needs a schedule of its own.</summary>
internal static class ThreadSignalEndpoints
{
    private const string Signals = "/api/signals/";

    public static void MapThreadSignals(this IEndpointRouteBuilder threads)
    {
        threads.MapGet(Signals, ListAsync)
            .Describe(ThreadEndpoints.Tag, "List signals", "Of the thread ?thread_id=, those that nobody has dismissed, oldest first; with ?since= (an ISO 8601 time) those created after it. With the ETag of before in If-None-Match: 304 while nothing has changed. Retry-After says when asking again makes sense; without it, not before somebody says something.")
            .Produces<ThreadSignals>(StatusCodes.Status200OK, ContentTypes.Json)
            .Produces(StatusCodes.Status304NotModified);
        threads.MapPost(Signals + "{id}/dismiss/", DismissAsync)
            .Describe(ThreadEndpoints.Tag, "Dismiss a signal", "It is of no use, and is listed no more. Dismissing it again changes nothing.")
            .Produces<ThreadSignal>(StatusCodes.Status200OK, ContentTypes.Json);
    }

    private static async Task ListAsync(HttpContext context, [FromQuery(Name = "thread_id")] string? thread, string? since, GenerationService engine)
    {
        if (string.IsNullOrEmpty(thread))
            throw TokenrillException.Invalid("thread_id", "is required");
        var from = since is null ? (DateTimeOffset?)null : SinceTime.Read(since, "since");
        var session = await engine.Sessions.FindAsync(context.Caller(), thread, context.RequestAborted);
        List<ThreadSignal> signals = [.. session.Signals.All
            .Where(signal => !signal.IsDismissed && (from is not { } time || SinceTime.IsAfter(signal.CreatedAt, time)))
            .Select(signal => ThreadStateReader.Read(session, signal))];
        await PolledAnswer.WriteAsync(context, new ThreadSignals(signals.Count, signals), ThreadStateJson.Default.ThreadSignals, engine.Sessions.NextSignalPoll(session));
    }

    private static async Task DismissAsync(HttpContext context, string id, GenerationService engine)
    {
        var caller = context.Caller();
        var session = engine.Sessions.FindBySignal(caller, id);
        var signal = engine.Sessions.Dismiss(caller, session.Id, id);
        await engine.Sessions.StoredAsync(context.RequestAborted);
        await JsonAnswer.WriteAsync(context, ThreadStateReader.Read(session, signal), ThreadStateJson.Default.ThreadSignal);
    }
}
