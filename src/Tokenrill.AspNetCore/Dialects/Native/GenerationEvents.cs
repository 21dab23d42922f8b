using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Tokenrill.AspNetCore.Dialects.Native.Sockets;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Generations;
using Tokenrill.Logs;

namespace Tokenrill.AspNetCore.Dialects.Native;

/// <summary><c>GET /v1/generations/{id}/events</c>: the first read, the second and the resumed one.</summary>
internal static class GenerationEvents
{
    private const int MostUnflushed = 64 * 1024;

    public static async Task HandleAsync(
        HttpContext context, string id, string? after, [FromHeader(Name = EventCursor.Header)] string? lastEventId)
    {
        var generations = context.RequestServices.GetRequiredService<GenerationService>();
        var generation = await generations.FindAsync(id, context.Caller(), context.RequestAborted);
        var behind = EventCursor.Of(lastEventId, after, generation.Id);
        ResponseHeaders.Announce(context, generation);
        if (context.WebSockets.IsWebSocketRequest)
        {
            await GenerationSocket.HandleAsync(context, generation, behind);
            return;
        }
        var format = AcceptedFormat.Of(context.Request);
        if (format == AnswerFormat.Json)
        {
            await WriteArrayAsync(context, generation, behind);
            return;
        }
        if (generation.IsOver(behind))
        {
            // The one status that makes an EventSource stop reconnecting.
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        using var reader = generation.Attach(behind);
        IStreamEncoder encoder = format == AnswerFormat.Ndjson ? new NativeNdjsonEncoder() : new NativeSseEncoder(generation.Id);
        await StreamResponse.WriteAsync(context, reader, encoder, generations.Options.Readers.Heartbeat);
    }

    /// <summary>The events there are now.</summary>
    private static async Task WriteArrayAsync(HttpContext context, Generation generation, int after)
    {
        using var reader = generation.Attach(after);
        var last = generation.Log.LastSequence;
        var response = context.Response;
        response.ContentType = ContentTypes.Json;
        response.Headers.CacheControl = "no-store";
        var output = response.BodyWriter;
        output.Write("["u8);
        while (EncodeUpTo(last, after, reader, output))
            if ((await output.FlushAsync(context.RequestAborted)).IsCompleted)
                return;
        output.Write("]"u8);
        await output.FlushAsync(context.RequestAborted);
    }

    /// <summary>True when there is more to encode after a flush.</summary>
    private static bool EncodeUpTo(int last, int after, LogReader reader, PipeWriter output)
    {
        while (reader.Position < last && reader.TryRead(out var next))
        {
            var utf8 = new Utf8Output(output);
            if (next.Sequence > after + 1)
                utf8.Raw(","u8);
            NativeEventJson.Write(next, ref utf8);
            utf8.Commit();
            if (output.UnflushedBytes >= MostUnflushed)
                return true;
        }
        return false;
    }
}
