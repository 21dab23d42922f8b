using System.Buffers;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.Logs;

namespace Tokenrill.AspNetCore.Dialects.Native;

/// <summary>The native protocol's words, for whoever writes events somewhere else than on its streams.</summary>
public static class NativeProtocol
{
    /// <summary>Writes an event as one JSON object, whose first member is <c>seq</c>, as PROTOCOL.md has it.</summary>
    public static void WriteEvent(in LogEvent next, IBufferWriter<byte> output)
    {
        var utf8 = new Utf8Output(output);
        NativeEventJson.Write(next, ref utf8);
        utf8.Commit();
    }
}
