using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tokenrill.AspNetCore.Dialects.Messages;
using Tokenrill.AspNetCore.Endpoints;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Generations;
using Tokenrill.Logs;
using Tokenrill.Sessions;

namespace Tokenrill.AspNetCore.Dialects.Threads;

/// <summary>What was said in a thread, and saying something, streamed and not.</summary>
internal static class ThreadMessageEndpoints
{
    private const string Messages = ThreadEndpoints.OneThread + "messages/";

    public static void MapThreadMessages(this IEndpointRouteBuilder threads)
    {
        threads.MapGet(Messages, ListAsync)
            .Describe(ThreadEndpoints.Tag, "List messages", "Oldest first: ?limit= (1 to 1000, the default); next is the address of the page behind this one. An answer that is not complete has a status.")
            .Produces<ThreadPage<ThreadMessage>>(StatusCodes.Status200OK, ContentTypes.Json);
        threads.MapPost(Messages, SayAsync)
            .Describe(ThreadEndpoints.Tag, "Say something", "With ?stream=true the answer is a stream of events: chunk with a delta, then done with the id of the message, or error. Otherwise both messages, when the answer is complete. The answer goes on when its client is gone.")
            .Accepts<ThreadMessageBody>(ContentTypes.Json)
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream")
            .Produces<ThreadTurn>(StatusCodes.Status201Created, ContentTypes.Json);
    }

    private static async Task ListAsync(HttpContext context, string id, GenerationService engine, string? limit, string? cursor)
    {
        var session = await engine.Sessions.FindAsync(context.Caller(), id, context.RequestAborted);
        var messages = session.Messages(out _);
        var page = MessagePage.Of(messages, PageLimit.Of(limit, usual: 1000, most: 1000), cursor, "cursor");
        var answer = new ThreadPage<ThreadMessage>(
            messages.Count, ThreadLinks.Next(context.Request, page.Next), null, [.. page.Messages.Select(message => ThreadStateReader.Read(session, message))]);
        await JsonAnswer.WriteAsync(context, answer, ThreadStateJson.Default.ThreadPageThreadMessage);
    }

    private static async Task SayAsync(HttpContext context, string id, string? stream, GenerationService engine)
    {
        var streams = ReadFlag(stream);
        var isKeyed = RequestHeaders.IsKeyed(context.Request.Headers);
        var body = await JsonBody.ReadAsync(context, ThreadRequestJson.Default.ThreadMessageBody, engine.Options.Limits.RequestBytes, isKeyed ? static _ => true : static _ => false);
        var session = engine.Sessions.Find(context.Caller(), id);
        var request = ThreadRequestReader.Read(body, session.Id, context.Request.Headers);
        var started = await engine.StartAsync(request, context.Caller(), withReader: true, context.RequestAborted);
        using var reader = started.Reader!;
        ResponseHeaders.Announce(context, started.Generation);
        if (streams)
            await StreamResponse.WriteAsync(context, reader, new ThreadChunks(started.Generation), engine.Options.Readers.Heartbeat);
        else
            await CompleteAsync(context, session, started.Generation, reader);
    }

    private static async Task CompleteAsync(HttpContext context, Session session, Generation generation, LogReader reader)
    {
        if (!await WholeAnswer.WaitAsync(context, reader))
            return;
        if (generation.Status == GenerationStatus.Completed)
            await JsonAnswer.WriteAsync(context, TurnOf(session, generation), ThreadStateJson.Default.ThreadTurn, StatusCodes.Status201Created);
        else
            await ThreadError.Of(generation, generation.Log[reader.Position]).WriteAsync(context);
    }

    /// <summary>The answer, and the message before it, which it answers.</summary>
    private static ThreadTurn TurnOf(Session session, Generation generation)
    {
        var messages = session.Messages(out _);
        for (var i = messages.Count - 1; i > 0; i--)
            if (messages[i].Id == generation.Message)
                return new(ThreadStateReader.Read(session, messages[i - 1]), ThreadStateReader.Read(session, messages[i]));
        throw new TokenrillException(ErrorCode.NotFound, "The thread was deleted before its answer could be given.");
    }

    private static bool ReadFlag(string? stream) => stream?.ToLowerInvariant() switch
    {
        "true" or "1" => true,
        null or "false" or "0" => false,
        _ => throw TokenrillException.Invalid("stream", "must be true or false"),
    };
}
