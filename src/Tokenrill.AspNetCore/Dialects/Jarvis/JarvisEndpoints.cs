using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Tokenrill.AspNetCore.Dialects.Messages;
using Tokenrill.AspNetCore.Endpoints;
using Tokenrill.AspNetCore.Errors;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Generations;
using Tokenrill.Logs;

namespace Tokenrill.AspNetCore.Dialects.Jarvis;

/// <summary>Jarvis's sessions: a prompt, a stop, and the messages.</summary>
internal static class JarvisEndpoints
{
    private const string Session = "/api/sessions/{session_id}", Tag = "Jarvis";

    public static void MapJarvis(this IEndpointRouteBuilder api)
    {
        var jarvis = api.MapGroup("").WithMetadata(JarvisError.Instance);
        jarvis.MapPost(Session + "/stream", AnswerAsync)
            .Describe(Tag, "Answer a prompt", "As Jarvis has it: lines of JSON. A second prompt of the session ends the first answer with done and superseded.")
            .Produces(StatusCodes.Status200OK, contentType: ContentTypes.Ndjson, additionalContentTypes: [ContentTypes.Json]);
        jarvis.MapPost(Session + "/cancel", CancelAsync)
            .Describe(Tag, "Stop the answer", "Whatever runs in the session; again, or with nothing running, it does nothing.")
            .Produces<JarvisCancelled>(StatusCodes.Status200OK, ContentTypes.Json);
        jarvis.MapGet(Session + "/messages", ListAsync)
            .Describe(Tag, "List messages", "As they stand now: an answer that is being written as far as it has come.")
            .Produces<JarvisMessages>(StatusCodes.Status200OK, ContentTypes.Json);
    }

    private static async Task AnswerAsync(HttpContext context, [FromRoute(Name = "session_id")] string session, GenerationService engine)
    {
        var body = await JsonBody.ReadAsync(context, BodyJson.Default.JsonElement, engine.Options.Limits.RequestBytes, static _ => false);
        var asked = JarvisRequest.Read(body.Value, session);
        var started = await engine.StartAsync(asked.Generation, context.Caller(), withReader: true, context.RequestAborted);
        using var reader = started.Reader!;
        ResponseHeaders.Announce(context, started.Generation);
        if (asked.Stream)
            await StreamResponse.WriteAsync(context, reader, new JarvisLines(started.Generation), engine.Options.Readers.Heartbeat);
        else
            await CompleteAsync(context, started.Generation, reader);
    }

    private static async Task CompleteAsync(HttpContext context, Generation generation, LogReader reader)
    {
        if (!await WholeAnswer.WaitAsync(context, reader))
            return;
        var text = Encoding.UTF8.GetString(generation.Log.Text);
        if (ReasonOf(generation.Status) is { } reason)
            await JsonAnswer.WriteAsync(context, new JarvisAnswer(generation.Id, generation.Id, text, text, reason), JarvisJson.Default.JarvisAnswer);
        else
            await FailAsync(context, UnfinishedEnd.Of(generation.Log[reader.Position]));
    }

    private static async Task FailAsync(HttpContext context, UnfinishedEnd end)
    {
        ErrorResponse.Prepare(context.Response, end.Status, ContentTypes.Json, end.Error?.RetryAfter);
        WriteError(context.Response, end);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static void WriteError(HttpResponse response, UnfinishedEnd end)
    {
        var json = new Utf8Output(response.BodyWriter);
        JarvisError.Write(end.Message, end.Code, end.Error?.Id, ref json);
        json.Raw("}"u8);
        json.Commit();
    }

    /// <summary>What <c>done</c> says; null of an end that is an error.</summary>
    private static string? ReasonOf(GenerationStatus status) => status switch
    {
        GenerationStatus.Completed => "success",
        GenerationStatus.Cancelled => "cancelled",
        GenerationStatus.Superseded => "superseded",
        _ => null,
    };

    private static async Task CancelAsync(HttpContext context, [FromRoute(Name = "session_id")] string session, GenerationService engine)
    {
        var found = engine.Sessions.FindOrDefault(context.Caller(), session);
        var active = found is null ? null : await engine.Sessions.FindActiveAsync(found, context.RequestAborted);
        var stopped = active?.Stop() == true;
        await JsonAnswer.WriteAsync(context, new JarvisCancelled(stopped, stopped ? active!.Id : null), JarvisJson.Default.JarvisCancelled);
    }

    private static async Task ListAsync(HttpContext context, [FromRoute(Name = "session_id")] string session, GenerationService engine)
    {
        var found = await engine.Sessions.FindOrDefaultAsync(context.Caller(), session, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, JarvisMessages.Of(session, found), JarvisJson.Default.JarvisMessages);
    }
}
