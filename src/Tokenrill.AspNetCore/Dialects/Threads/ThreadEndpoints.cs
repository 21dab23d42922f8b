using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tokenrill.AspNetCore.Endpoints;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Generations;
using Tokenrill.Sessions;

namespace Tokenrill.AspNetCore.Dialects.Threads;

/// <summary>Chat threads with signals, as a Django REST framework application has them: a thread is a session. Each path is
/// good with its slash at the end and without. <c>Accept</c> is not looked at: whoever asks for a stream gets it.</summary>
internal static class ThreadEndpoints
{
    public const string OneThread = Threads + "{id}/", Tag = "Threads";

    private const string Threads = "/api/chat/threads/";

    public static void MapThreads(this IEndpointRouteBuilder api)
    {
        var threads = api.MapGroup("").WithMetadata(ThreadErrorFormat.Instance);
        threads.MapGet(Threads, ListAsync)
            .Describe(Tag, "List threads", "The caller's, newest first: ?limit= (1 to 200, default 50); next is the address of the page behind this one.")
            .Produces<ThreadPage<ThreadState>>(StatusCodes.Status200OK, ContentTypes.Json);
        threads.MapPost(Threads, CreateAsync)
            .Describe(Tag, "Begin a thread", "With a title, or with none until somebody says something.")
            .Accepts<ThreadBody>(isOptional: true, ContentTypes.Json)
            .Produces<ThreadState>(StatusCodes.Status201Created, ContentTypes.Json);
        threads.MapGet(OneThread, (HttpContext context, string id, GenerationService engine) => WriteAsync(context, engine.Sessions.Find(context.Caller(), id)))
            .Describe(Tag, "State of a thread", "Its title and its times.")
            .Produces<ThreadState>(StatusCodes.Status200OK, ContentTypes.Json);
        threads.MapPatch(OneThread, RenameAsync)
            .Describe(Tag, "Name a thread", "Gives it another title.")
            .Accepts<ThreadBody>(ContentTypes.Json)
            .Produces<ThreadState>(StatusCodes.Status200OK, ContentTypes.Json);
        threads.MapDelete(OneThread, DeleteAsync)
            .Describe(Tag, "Delete a thread", "With all that was said in it. What runs there is stopped.")
            .Produces(StatusCodes.Status204NoContent);
        threads.MapThreadMessages();
        threads.MapThreadSignals();
    }

    private static Task ListAsync(HttpContext context, GenerationService engine, string? limit, string? cursor)
    {
        SessionPlace? place = null;
        if (cursor is not null)
            place = SessionPlace.TryParse(cursor, out var behind) ? behind : throw TokenrillException.Invalid("cursor", "must be taken from the next of a page that was given");
        var page = engine.Sessions.List(context.Caller(), place, PageLimit.Of(limit, usual: 50, most: 200), out var hasMore);
        var next = ThreadLinks.Next(context.Request, hasMore ? SessionPlace.Of(page[^1]).ToString() : null);
        var answer = new ThreadPage<ThreadState>(engine.Sessions.Count(context.Caller()), next, null, [.. page.Select(ThreadStateReader.Read)]);
        return JsonAnswer.WriteAsync(context, answer, ThreadStateJson.Default.ThreadPageThreadState);
    }

    private static async Task CreateAsync(HttpContext context, GenerationService engine)
    {
        var title = JsonBody.IsThere(context.Request) ? await ReadTitleAsync(context, engine) : null;
        // None, as it is shown here.
        var session = engine.Sessions.Create(context.Caller(), null, string.IsNullOrEmpty(title) ? null : title, out _);
        await engine.Sessions.StoredAsync(context.RequestAborted);
        await WriteAsync(context, session, StatusCodes.Status201Created);
    }

    private static async Task RenameAsync(HttpContext context, string id, GenerationService engine)
    {
        var title = await ReadTitleAsync(context, engine);
        var session = engine.Sessions.Find(context.Caller(), id);
        if (title is not null)
            engine.Sessions.Rename(context.Caller(), id, title);
        await engine.Sessions.StoredAsync(context.RequestAborted);
        await WriteAsync(context, session);
    }

    private static async Task DeleteAsync(HttpContext context, string id, GenerationService engine)
    {
        await engine.Sessions.DeleteAsync(context.Caller(), id, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task<string?> ReadTitleAsync(HttpContext context, GenerationService engine) =>
        (await JsonBody.ReadAsync(context, ThreadRequestJson.Default.ThreadBody, engine.Options.Limits.RequestBytes, static _ => false)).Value.Title;

    private static Task WriteAsync(HttpContext context, Session session, int status = StatusCodes.Status200OK) =>
        JsonAnswer.WriteAsync(context, ThreadStateReader.Read(session), ThreadStateJson.Default.ThreadState, status);
}
