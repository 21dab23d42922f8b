using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Tokenrill.Logs;

namespace Tokenrill.AspNetCore.Framing;

/// <summary>Follows a log, or several one after the other, into a response: the one loop behind every streamed answer, first read or resumed.</summary>
internal static class StreamResponse
{
    /// <summary>How much is encoded before it must be flushed, so that a reader far behind does not fill memory.</summary>
    private const int MostUnflushed = 64 * 1024;

    // That it has started is all that was said so far, and nobody waits to hear that.
    private const int JustBegun = 1;

    /// <summary>Sends headers at once, then every event the reader finds, until the terminal one or until the client is gone.</summary>
    public static Task WriteAsync(HttpContext context, LogReader reader, IStreamEncoder encoder, TimeSpan heartbeat)
    {
        PrepareHeaders(context.Response, encoder.ContentType);
        encoder.Begin(context.Response.BodyWriter);
        return FollowAsync(context, reader, encoder, heartbeat, isLast: true);
    }

    /// <summary>Sends logs one after the other, with what stands between them, until no more come or until the client is gone.</summary>
    public static async Task WriteAsync(HttpContext context, ILogSequence logs, TimeSpan heartbeat)
    {
        PrepareHeaders(context.Response, logs.ContentType);
        var output = context.Response.BodyWriter;
        logs.Begin(output);
        while (await logs.NextAsync(output, context.RequestAborted) is var (reader, encoder))
            using (reader)
                if (!await FollowAsync(context, reader, encoder, heartbeat, isLast: false))
                    return;
        logs.End(output);
        await context.Response.CompleteAsync();
    }

    /// <summary>Sends what was written so far, then every event the reader finds, until the terminal one. False when the client is gone.</summary>
    private static async Task<bool> FollowAsync(HttpContext context, LogReader reader, IStreamEncoder encoder, TimeSpan heartbeat, bool isLast)
    {
        var output = context.Response.BodyWriter;
        // Two ways to learn that the client is gone: a write that fails, and this. A waiting reader only has this.
        await using var registration = context.RequestAborted.UnsafeRegister(static state => ((LogReader)state!).Cancel(), reader);
        // On a server that is busy the first token may come before its thread has served all others, and then shares the write
        // of what is said before it. Once it is there, it goes at once.
        var patient = context.Features.Get<IPatientConnection>();
        var flush = true;
        var isSilent = false;
        while (true)
        {
            flush |= Encode(reader, encoder, output);
            if (reader.IsAtEnd)
            {
                // Before the last bytes go: who has read the end reads no longer, and is not counted any more.
                reader.Dispose();
                if (!isLast)
                    return !(await output.FlushAsync(CancellationToken.None)).IsCompleted;
                // The last events and the end of the response in one write.
                await context.Response.CompleteAsync();
                return true;
            }
            if (flush)
            {
                if (reader.Position <= JustBegun)
                    patient?.LetNextFlushWait();
                patient = null;
                if ((await output.FlushAsync(CancellationToken.None)).IsCompleted)
                    return false;
                // More may have come while the socket was busy: look again before waiting.
                flush = isSilent = false;
                continue;
            }
            if (reader.IsCancelled)
                return false;
            // Counted from the last bytes and not from the last event: not every dialect has something to say of every event, and
            // a model that thinks for minutes must not look dead to a proxy.
            if (!isSilent)
                reader.WakeIn(heartbeat);
            isSilent = true;
            await reader.WaitAsync();
            if (reader.IsDue && reader.Position >= reader.Log.LastSequence)
            {
                encoder.Heartbeat(output);
                flush = true;
            }
        }
    }

    /// <summary>The headers that make every hop pass bytes on as they come.</summary>
    public static void PrepareHeaders(HttpResponse response, string contentType)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = contentType;
        response.Headers.CacheControl = "no-cache, no-store, no-transform";
        response.Headers["X-Accel-Buffering"] = "no";
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    /// <summary>Encodes what is there, up to <see cref="MostUnflushed"/>. False when that made no bytes.</summary>
    private static bool Encode(LogReader reader, IStreamEncoder encoder, PipeWriter output)
    {
        if (reader.IsCancelled)
            return false;
        while (output.UnflushedBytes < MostUnflushed && reader.TryRead(out var next))
            encoder.Encode(next, output);
        return output.UnflushedBytes > 0;
    }
}
