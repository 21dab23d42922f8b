using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.Sessions;

namespace Tokenrill.AspNetCore.Dialects.Native.Sessions;

/// <summary>Follows a session's log into a response, for as long as the client stays. These events are few, so they are
/// made with the framework's serializer; tokens go another way (<see cref="StreamResponse"/>).</summary>
internal sealed class SessionEventStream(HttpContext context, SessionLog log, AnswerFormat format, TimeSpan heartbeat)
{
    private readonly bool _isNdjson = format == AnswerFormat.Ndjson;

    /// <summary>Sends what is there, and whatever comes, until the session is deleted, the server stops, or the client is gone.</summary>
    /// <param name="events">What is there.</param>
    /// <param name="isClosed">Whether nothing follows it.</param>
    /// <param name="position">The event before it.</param>
    public async Task WriteAsync(IReadOnlyList<SessionEvent> events, bool isClosed, int position)
    {
        StreamResponse.PrepareHeaders(context.Response, _isNdjson ? ContentTypes.Ndjson : ContentTypes.EventStream);
        var output = context.Response.BodyWriter;
        if (!_isNdjson)
            output.Write("retry: 1000\n\n"u8);
        while (true)
        {
            foreach (var next in events)
                Write(next, output);
            position = events.Count > 0 ? events[^1].Sequence : position;
            if ((await output.FlushAsync(context.RequestAborted)).IsCompleted || isClosed)
                return;
            while (!await log.WaitAsync(position, heartbeat, context.RequestAborted))
            {
                output.Write(_isNdjson ? "\n"u8 : ":\n\n"u8);
                await output.FlushAsync(context.RequestAborted);
            }
            events = log.After(position, out isClosed);
        }
    }

    private void Write(SessionEvent next, IBufferWriter<byte> output)
    {
        var state = SessionStateReader.Read(next);
        if (!_isNdjson)
            output.Write(Encoding.UTF8.GetBytes($"id: {log.Id}:{state.Sequence}\nevent: {state.Type}\ndata: "));
        using (var json = new Utf8JsonWriter(output, JsonAnswer.Readable))
            JsonSerializer.Serialize(json, state, SessionStateJson.Default.SessionEventState);
        output.Write(_isNdjson ? "\n"u8 : "\n\n"u8);
    }
}
