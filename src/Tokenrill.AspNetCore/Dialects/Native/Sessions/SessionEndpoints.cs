using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tokenrill.AspNetCore.Endpoints;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Generations;
using Tokenrill.Sessions;

namespace Tokenrill.AspNetCore.Dialects.Native.Sessions;

/// <summary>Sessions themselves: begin, list, name, delete; and what runs in one.</summary>
internal static class SessionEndpoints
{
    public const string Sessions = "/v1/sessions", OneSession = Sessions + "/{id}", Tag = "Sessions";

    public static void MapSessions(this IEndpointRouteBuilder api)
    {
        api.MapPost(Sessions, CreateAsync)
            .Describe(Tag, "Begin a session", "201 with a new one; 200 when there is one by that id already, which stays as it is. A generation that names a session begins it by itself.")
            .Accepts<SessionBody>(isOptional: true, ContentTypes.Json)
            .Produces<SessionState>(StatusCodes.Status201Created, ContentTypes.Json)
            .Produces<SessionState>(StatusCodes.Status200OK, ContentTypes.Json)
            .Problems(StatusCodes.Status400BadRequest);
        api.MapGet(Sessions, ListAsync)
            .Describe(Tag, "List sessions", "The caller's, newest first: ?limit= (1 to 200, default 50), and ?before= with the next of the page before.")
            .Produces<SessionList>(StatusCodes.Status200OK, ContentTypes.Json)
            .Problems(StatusCodes.Status400BadRequest);
        api.MapGet(OneSession, (HttpContext context, string id, GenerationService engine) => WriteAsync(context, engine.Sessions.Find(context.Caller(), id)))
            .Describe(Tag, "State of a session", "Its title and its times.")
            .Produces<SessionState>(StatusCodes.Status200OK, ContentTypes.Json)
            .Problems(StatusCodes.Status404NotFound);
        api.MapPatch(OneSession, RenameAsync)
            .Describe(Tag, "Name a session", "Gives it another title.")
            .Accepts<SessionChange>(ContentTypes.Json)
            .Produces<SessionState>(StatusCodes.Status200OK, ContentTypes.Json)
            .Problems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);
        api.MapDelete(OneSession, DeleteAsync)
            .Describe(Tag, "Delete a session", "With all that was said in it: what runs there is stopped, its generations can be read no more, and nothing of it is left where it was stored.")
            .Produces(StatusCodes.Status204NoContent)
            .Problems(StatusCodes.Status404NotFound);
        api.MapGet(OneSession + "/active", ActiveAsync)
            .Describe(Tag, "What runs in a session", "The state of the active generation; 204 when there is none.")
            .Produces<GenerationState>(StatusCodes.Status200OK, ContentTypes.Json)
            .Produces(StatusCodes.Status204NoContent)
            .Problems(StatusCodes.Status404NotFound);
        api.MapPost(OneSession + "/stop", StopAsync)
            .Describe(Tag, "Stop what runs in a session", "202 with the state of the generation that this call stopped; 204 when none ran.")
            .Produces<GenerationState>(StatusCodes.Status202Accepted, ContentTypes.Json)
            .Produces(StatusCodes.Status204NoContent)
            .Problems(StatusCodes.Status404NotFound);
        api.MapSessionMessages();
        api.MapSessionEvents();
        api.MapSessionSignals();
    }

    private static async Task CreateAsync(HttpContext context, GenerationService engine)
    {
        var asked = JsonBody.IsThere(context.Request)
            ? (await JsonBody.ReadAsync(context, SessionRequestJson.Default.SessionBody, engine.Options.Limits.RequestBytes, static _ => false)).Value
            : new SessionBody();
        var session = engine.Sessions.Create(context.Caller(), asked.Id, asked.Title, out var isNew);
        await engine.Sessions.StoredAsync(context.RequestAborted);
        context.Response.Headers.Location = $"{context.Request.PathBase}{Sessions}/{Uri.EscapeDataString(session.Id)}";
        await WriteAsync(context, session, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static Task ListAsync(HttpContext context, GenerationService engine, string? limit, string? before)
    {
        SessionPlace? place = null;
        if (before is not null)
            place = SessionPlace.TryParse(before, out var behind) ? behind : throw TokenrillException.Invalid("before", "must be the next of a page that was given");
        var page = engine.Sessions.List(context.Caller(), place, PageLimit.Of(limit, usual: 50, most: 200), out var hasMore);
        var next = hasMore ? SessionPlace.Of(page[^1]).ToString() : null;
        return JsonAnswer.WriteAsync(context, new SessionList([.. page.Select(SessionStateReader.Read)], next), SessionStateJson.Default.SessionList);
    }

    private static async Task RenameAsync(HttpContext context, string id, GenerationService engine)
    {
        var change = await JsonBody.ReadAsync(context, SessionRequestJson.Default.SessionChange, engine.Options.Limits.RequestBytes, static _ => false);
        var session = engine.Sessions.Rename(context.Caller(), id, change.Value.Title);
        await engine.Sessions.StoredAsync(context.RequestAborted);
        await WriteAsync(context, session);
    }

    private static async Task DeleteAsync(HttpContext context, string id, GenerationService engine)
    {
        await engine.Sessions.DeleteAsync(context.Caller(), id, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task ActiveAsync(HttpContext context, string id, GenerationService engine)
    {
        if (await FindActiveAsync(context, id, engine) is { } active)
            await GenerationAnswer.WriteStateAsync(context, active);
        else
            context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task StopAsync(HttpContext context, string id, GenerationService engine)
    {
        if (await FindActiveAsync(context, id, engine) is { } active && active.Stop())
            await GenerationAnswer.WriteStateAsync(context, active, StatusCodes.Status202Accepted);
        else
            context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static ValueTask<Generation?> FindActiveAsync(HttpContext context, string id, GenerationService engine) =>
        engine.Sessions.FindActiveAsync(engine.Sessions.Find(context.Caller(), id), context.RequestAborted);

    private static Task WriteAsync(HttpContext context, Session session, int status = StatusCodes.Status200OK) =>
        JsonAnswer.WriteAsync(context, SessionStateReader.Read(session), SessionStateJson.Default.SessionState, status);
}
