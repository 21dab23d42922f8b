using System.Buffers;
using Tokenrill.Logs;

namespace Tokenrill.AspNetCore.Framing;

/// <summary>How one stream turns events into the bytes its client expects. One instance serves one stream, so it may
/// remember what it has said.</summary>
internal interface IStreamEncoder
{
    /// <summary>The response's content type.</summary>
    string ContentType { get; }

    /// <summary>What comes before the first event. Sent with the headers, at once.</summary>
    void Begin(IBufferWriter<byte> output);

    /// <summary>One event: nothing, one frame or several. A terminal event is encoded with the end of the stream.</summary>
    void Encode(in LogEvent next, IBufferWriter<byte> output);

    /// <summary>What keeps an idle connection alive without meaning anything.</summary>
    void Heartbeat(IBufferWriter<byte> output);
}
