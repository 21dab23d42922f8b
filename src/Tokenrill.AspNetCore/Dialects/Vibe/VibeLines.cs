using System.Buffers;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.Generations;
using Tokenrill.Logs;

namespace Tokenrill.AspNetCore.Dialects.Vibe;

/// <summary>A generation as Vibe's lines: <c>{"chunk"}</c> …, then <c>{"done":true}</c>, or an error. Reasoning and tool calls have no
/// line there.</summary>
internal sealed class VibeLines(Generation generation) : IStreamEncoder
{
    public string ContentType => ContentTypes.EventStream;

    public void Begin(IBufferWriter<byte> output)
    {
        // The headers go out with nothing behind them: Vibe has no line before the first chunk.
    }

    public void Encode(in LogEvent next, IBufferWriter<byte> output)
    {
        switch (next.Kind)
        {
            case EventKind.Text:
                Chunk(next.Bytes, output);
                break;
            case EventKind.Completed:
                output.Write("data: {\"done\":true}\n\n"u8);
                break;
            case var kind when kind.IsTerminal():
                Fail(UnfinishedEnd.Of(next), output);
                break;
        }
    }

    public void Heartbeat(IBufferWriter<byte> output) => output.Write(": keep-alive\n\n"u8);

    private static void Chunk(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        var line = new Utf8Output(output);
        line.Raw("data: {\"chunk\":\""u8);
        line.AsciiJsonStringBody(text);
        line.Raw("\"}\n\n"u8);
        line.Commit();
    }

    private void Fail(UnfinishedEnd end, IBufferWriter<byte> output)
    {
        var line = new Utf8Output(output);
        line.Raw("data: "u8);
        VibeError.Write(end.Message, end.Error?.Id ?? generation.Id, ref line);
        line.Raw("\n\n"u8);
        line.Commit();
    }
}
