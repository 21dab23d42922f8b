using System.Buffers;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.Generations;
using Tokenrill.Logs;

namespace Tokenrill.AspNetCore.Dialects.Threads;

/// <summary>A generation as a thread's stream: <c>chunk</c> for each event of text, then one <c>done</c>, or one <c>error</c> for
/// every other end.</summary>
/// <remarks>Reasoning and tool calls have no place there. Everything beyond ASCII is escaped (docs/decisions/0016).</remarks>
internal sealed class ThreadChunks(Generation generation) : IStreamEncoder
{
    public string ContentType => ContentTypes.EventStream;

    public void Begin(IBufferWriter<byte> output)
    {
        // The headers go out with nothing behind them: these clients know no event before the first of text.
    }

    public void Encode(in LogEvent next, IBufferWriter<byte> output)
    {
        switch (next.Kind)
        {
            case EventKind.Text:
                Chunk(next.Bytes, output);
                break;
            case EventKind.Completed:
                Done(output);
                break;
            case var kind when kind.IsTerminal():
                Fail(ThreadError.Of(generation, next), output);
                break;
        }
    }

    public void Heartbeat(IBufferWriter<byte> output) => output.Write(": keep-alive\n\n"u8);

    private static void Chunk(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        var json = new Utf8Output(output);
        json.Raw("event: chunk\ndata: {\"delta\":\""u8);
        json.AsciiJsonStringBody(text);
        json.Raw("\"}\n\n"u8);
        json.Commit();
    }

    private void Done(IBufferWriter<byte> output)
    {
        var json = new Utf8Output(output);
        json.Raw("event: done\ndata: {\"message_id\":"u8);
        json.JsonString(generation.Message!);
        json.Raw("}\n\n"u8);
        json.Commit();
    }

    private static void Fail(ThreadError error, IBufferWriter<byte> output)
    {
        var json = new Utf8Output(output);
        json.Raw("event: error\ndata: {\"error\":"u8);
        json.JsonString(error.End.Message);
        json.Raw(",\"error_id\":"u8);
        json.JsonString(error.Id);
        json.Raw("}\n\n"u8);
        json.Commit();
    }
}
