using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tokenrill.AspNetCore.Endpoints;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Generations;

namespace Tokenrill.AspNetCore.Dialects.Native.Sessions;

/// <summary><c>/v1/sessions/{id}/signals</c>: what was extracted, for who polls. The session's log tells of each signal at once.</summary>
internal static class SessionSignalEndpoints
{
    private const string Signals = SessionEndpoints.OneSession + "/signals";

    public static void MapSessionSignals(this IEndpointRouteBuilder api)
    {
        api.MapGet(Signals, ListAsync)
            .Describe(SessionEndpoints.Tag, "List signals", "Oldest first, the dismissed ones too. With the ETag of before in If-None-Match: 304 while nothing has changed. Retry-After says when asking again makes sense; without it, not before somebody says something.")
            .Produces<SignalList>(StatusCodes.Status200OK, ContentTypes.Json)
            .Produces(StatusCodes.Status304NotModified)
            .Problems(StatusCodes.Status404NotFound);
        api.MapPost(Signals + "/{signal}/dismiss", DismissAsync)
            .Describe(SessionEndpoints.Tag, "Dismiss a signal", "It is of no use. It stays in the list, so that it is not extracted again; dismissing it again changes nothing.")
            .Produces<SignalState>(StatusCodes.Status200OK, ContentTypes.Json)
            .Problems(StatusCodes.Status404NotFound);
    }

    private static async Task ListAsync(HttpContext context, string id, GenerationService engine)
    {
        var session = await engine.Sessions.FindAsync(context.Caller(), id, context.RequestAborted);
        var list = new SignalList([.. session.Signals.All.Select(SessionStateReader.Read)]);
        await PolledAnswer.WriteAsync(context, list, SignalStateJson.Default.SignalList, engine.Sessions.NextSignalPoll(session));
    }

    private static async Task DismissAsync(HttpContext context, string id, string signal, GenerationService engine)
    {
        var dismissed = engine.Sessions.Dismiss(context.Caller(), id, signal);
        await engine.Sessions.StoredAsync(context.RequestAborted);
        await JsonAnswer.WriteAsync(context, SessionStateReader.Read(dismissed), SignalStateJson.Default.SignalState);
    }
}
