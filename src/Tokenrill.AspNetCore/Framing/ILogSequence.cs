using System.Buffers;
using Tokenrill.Logs;

namespace Tokenrill.AspNetCore.Framing;

/// <summary>Several logs that one response delivers one after the other, and what it says between them.</summary>
internal interface ILogSequence
{
    /// <summary>The response's content type.</summary>
    string ContentType { get; }

    /// <summary>What comes before the first log. Sent with its first events.</summary>
    void Begin(IBufferWriter<byte> output);

    /// <summary>Waits for the next log and writes what comes before it. Null when no more come. The caller disposes the reader.</summary>
    ValueTask<(LogReader Reader, IStreamEncoder Encoder)?> NextAsync(IBufferWriter<byte> output, CancellationToken cancellationToken);

    /// <summary>What comes behind the last log.</summary>
    void End(IBufferWriter<byte> output);
}
