using System.Buffers;
using System.Text;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.Logs;

namespace Tokenrill.AspNetCore.Dialects.Native;

/// <summary>Native events as JSON, one a line. An empty line is a heartbeat.</summary>
/// <param name="named">The generation's id, where each event is to name it because the stream holds those of several.</param>
internal sealed class NativeNdjsonEncoder(string? named = null) : IStreamEncoder
{
    private readonly byte[] _name = named is null ? [] : Encoding.UTF8.GetBytes(named);

    public string ContentType => ContentTypes.Ndjson;

    public void Begin(IBufferWriter<byte> output)
    {
        // The headers go out with nothing behind them: a line of its own would be an event to a client.
    }

    public void Encode(in LogEvent next, IBufferWriter<byte> output)
    {
        var utf8 = new Utf8Output(output);
        NativeEventJson.Write(next, ref utf8, _name);
        utf8.Raw("\n"u8);
        utf8.Commit();
    }

    public void Heartbeat(IBufferWriter<byte> output) => output.Write("\n"u8);
}
