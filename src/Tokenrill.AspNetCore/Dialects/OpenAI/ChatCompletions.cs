using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tokenrill.AspNetCore.Endpoints;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Generations;
using Tokenrill.Logs;

namespace Tokenrill.AspNetCore.Dialects.OpenAI;

/// <summary>OpenAI's chat completions, streamed and not.</summary>
internal static class ChatCompletions
{
    /// <summary>Maps <c>POST /v1/chat/completions</c>.</summary>
    public static void MapOpenAI(this IEndpointRouteBuilder api) =>
        api.MapPost("/v1/chat/completions", ServeAsync)
            .WithMetadata(OpenAIErrorFormat.Instance)
            .Describe("OpenAI", "Create a chat completion", "As OpenAI has it. The headers Tokenrill-Session, Tokenrill-On-Busy and Idempotency-Key say what its body has no member for.")
            .Produces(StatusCodes.Status200OK, contentType: ContentTypes.Json, additionalContentTypes: ["text/event-stream"]);

    private static async Task ServeAsync(HttpContext context, GenerationService generations)
    {
        var isKeyed = RequestHeaders.IsKeyed(context.Request.Headers);
        var body = await JsonBody.ReadAsync(context, ChatCompletionReader.Read, generations.Options.Limits.RequestBytes, isKeyed ? static _ => true : static _ => false);
        var asked = body.Value;
        var request = RequestHeaders.Apply(asked.Generation, context.Request.Headers, "chat.completions", body.Digest);
        var started = await generations.StartAsync(request, context.Caller(), withReader: true, context.RequestAborted);
        using var reader = started.Reader!;
        ResponseHeaders.Announce(context, started.Generation);
        // Nothing is written while the provider is waited for, so only this tells that the client is gone.
        await using var gone = context.RequestAborted.UnsafeRegister(static state => ((LogReader)state!).Cancel(), reader);
        if (asked.Stream)
            await StreamAsync(context, started.Generation, reader, asked.IncludeUsage, generations.Options.Readers.Heartbeat);
        else
            await CompleteAsync(context, started.Generation, reader);
    }

    private static async Task StreamAsync(HttpContext context, Generation generation, LogReader reader, bool includeUsage, TimeSpan heartbeat)
    {
        var verdict = await ProviderVerdicts.WaitAsync(reader);
        if (verdict == ProviderVerdict.Refused)
            await OpenAIErrorResponse.WriteAsync(context, OpenAIError.Of(generation.Log[generation.Log.LastSequence]));
        else if (verdict == ProviderVerdict.Open)
            await StreamResponse.WriteAsync(context, reader, new ChatCompletionChunks(generation, includeUsage), heartbeat);
    }

    private static async Task CompleteAsync(HttpContext context, Generation generation, LogReader reader)
    {
        if (!await reader.ReadToEndAsync())
            return;
        var end = generation.Log[reader.Position];
        if (end.Kind != EventKind.Completed)
        {
            await OpenAIErrorResponse.WriteAsync(context, OpenAIError.Of(end));
            return;
        }
        context.Response.ContentType = ContentTypes.Json;
        context.Response.Headers.CacheControl = "no-store";
        ChatCompletionBody.Write(generation, context.Response.BodyWriter);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
