using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tokenrill.AspNetCore.Dialects.Messages;
using Tokenrill.AspNetCore.Endpoints;
using Tokenrill.AspNetCore.Errors;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Generations;
using Tokenrill.Logs;

namespace Tokenrill.AspNetCore.Dialects.Synapse;

/// <summary>Synapse's chat, streamed and not.</summary>
internal sealed class SynapseChat(GenerationService generations, SynapseErrorIds ids, FullContent fullContent)
{
    /// <summary>Maps <c>POST /chat</c>.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        var services = api.ServiceProvider;
        var ids = new SynapseErrorIds(services.GetRequiredService<ILogger<SynapseErrorIds>>());
        var chat = new SynapseChat(services.GetRequiredService<GenerationService>(), ids, services.GetRequiredService<TokenrillHttpOptions>().Dialects.Synapse.FullContent);
        // As a delegate and not as a RequestDelegate: only then the OpenAPI document has it.
        api.MapPost("/chat", (Delegate)chat.ServeAsync)
            .WithMetadata(new SynapseErrorFormat(ids, services.GetRequiredService<TimeProvider>()))
            .Describe("Synapse", "Continue a conversation", "As Synapse has it. The headers Tokenrill-Session, Tokenrill-On-Busy and Idempotency-Key say what its body has no member for.")
            .Produces(StatusCodes.Status200OK, contentType: ContentTypes.Json, additionalContentTypes: ["text/event-stream"]);
    }

    private async Task ServeAsync(HttpContext context)
    {
        var isKeyed = RequestHeaders.IsKeyed(context.Request.Headers);
        var body = await JsonBody.ReadAsync(context, BodyJson.Default.JsonElement, generations.Options.Limits.RequestBytes, isKeyed ? static _ => true : static _ => false);
        var asked = SynapseRequest.Read(body.Value);
        var request = RequestHeaders.Apply(asked.Generation, context.Request.Headers, "chat", body.Digest);
        var started = await generations.StartAsync(request, context.Caller(), withReader: true, context.RequestAborted);
        using var reader = started.Reader!;
        ResponseHeaders.Announce(context, started.Generation);
        // At once, whatever the provider says: these clients do not look at the status before they read.
        if (asked.Stream)
            await StreamResponse.WriteAsync(context, reader, new SynapseChunks(started.Generation, fullContent, ids), generations.Options.Readers.Heartbeat);
        else
            await CompleteAsync(context, started.Generation, reader);
    }

    private async Task CompleteAsync(HttpContext context, Generation generation, LogReader reader)
    {
        if (!await WholeAnswer.WaitAsync(context, reader))
            return;
        WriteAnswer(context.Response, generation, generation.Log[reader.Position]);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private void WriteAnswer(HttpResponse response, Generation generation, in LogEvent end)
    {
        if (end.Kind != EventKind.Completed)
        {
            var failure = SynapseFailure.Of(generation, end, ids);
            ErrorResponse.Prepare(response, failure.End.Status, ContentTypes.Json, failure.End.Error?.RetryAfter);
            SynapseFailure.Write(failure.End.Code, failure.End.Message, failure.Id, response.BodyWriter);
            return;
        }
        response.ContentType = ContentTypes.Json;
        response.Headers.CacheControl = "no-store";
        WriteMessage(generation, end, response.BodyWriter);
    }

    private static void WriteMessage(Generation generation, in LogEvent end, IBufferWriter<byte> output)
    {
        var json = new Utf8Output(output);
        json.Raw("{\"message\":"u8);
        json.JsonString(end.TextSoFar);
        json.Raw(",\"timestamp\":\""u8);
        json.Moment(generation.CreatedAt + end.Elapsed);
        json.Raw("\",\"model\":"u8);
        json.JsonString(generation.Model);
        json.Raw("}"u8);
        json.Commit();
    }
}
