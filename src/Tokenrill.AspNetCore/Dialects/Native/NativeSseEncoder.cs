using System.Buffers;
using System.Text;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.Logs;

namespace Tokenrill.AspNetCore.Dialects.Native;

/// <summary>Native events as server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html.
/// The id is <c>{generation}:{seq}</c>, so that a client that comes back says where it was by <c>Last-Event-ID</c>.</summary>
/// <param name="generation">The generation's id.</param>
/// <param name="isNamed">Whether each event names its generation, because the stream holds those of several.</param>
internal sealed class NativeSseEncoder(string generation, bool isNamed = false) : IStreamEncoder
{
    /// <summary>What comes before the first event of a stream.</summary>
    public static ReadOnlySpan<byte> Retry => "retry: 1000\n\n"u8;

    private readonly byte[] _id = IdLine(generation);
    private readonly byte[] _name = isNamed ? Encoding.UTF8.GetBytes(generation) : [];

    public string ContentType => ContentTypes.EventStream;

    public void Begin(IBufferWriter<byte> output) => output.Write(Retry);

    public void Encode(in LogEvent next, IBufferWriter<byte> output)
    {
        var utf8 = new Utf8Output(output);
        utf8.Raw(_id);
        utf8.Number(next.Sequence);
        utf8.Raw(EventLine(next.Kind));
        NativeEventJson.Write(next, ref utf8, _name);
        utf8.Raw("\n\n"u8);
        utf8.Commit();
    }

    public void Heartbeat(IBufferWriter<byte> output) => output.Write(":\n\n"u8);

    /// <summary>Up to and including the colon before the sequence number.</summary>
    private static byte[] IdLine(string generation)
    {
        var line = new byte["id: :".Length + Encoding.UTF8.GetByteCount(generation)];
        "id: "u8.CopyTo(line);
        Encoding.UTF8.GetBytes(generation, line.AsSpan("id: ".Length));
        line[^1] = (byte)':';
        return line;
    }

    private static ReadOnlySpan<byte> EventLine(EventKind kind) => kind switch
    {
        EventKind.Text => "\nevent: text\ndata: "u8,
        EventKind.Reasoning => "\nevent: reasoning\ndata: "u8,
        EventKind.ToolCall or EventKind.ToolCallFragment => "\nevent: tool_call\ndata: "u8,
        EventKind.Started => "\nevent: started\ndata: "u8,
        EventKind.Status => "\nevent: status\ndata: "u8,
        EventKind.Usage => "\nevent: usage\ndata: "u8,
        EventKind.Completed => "\nevent: completed\ndata: "u8,
        EventKind.Failed => "\nevent: failed\ndata: "u8,
        EventKind.Cancelled => "\nevent: cancelled\ndata: "u8,
        EventKind.Superseded => "\nevent: superseded\ndata: "u8,
        _ => "\nevent: interrupted\ndata: "u8,
    };
}
