using System.Buffers;
using System.Text;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.Generations;
using Tokenrill.Logs;

namespace Tokenrill.AspNetCore.Dialects.Jarvis;

/// <summary>A generation as Jarvis's lines of JSON. Every line names its stream, so that a page can tell a late line of an
/// old answer from the new one.</summary>
/// <remarks>Reasoning and tool calls have no line there. Only an answer that completed is called <c>complete</c>: one that was
/// stopped or superseded ends with <c>done</c> and its reason alone.</remarks>
internal sealed class JarvisLines(Generation generation) : IStreamEncoder
{
    private readonly byte[] _ids = IdsOf(generation);

    public string ContentType => ContentTypes.Ndjson;

    /// <summary>At once: the page shows that somebody thinks before the provider has been heard of.</summary>
    public void Begin(IBufferWriter<byte> output) => Line("{\"type\":\"status\",\"status\":\"thinking\""u8, output);

    public void Encode(in LogEvent next, IBufferWriter<byte> output)
    {
        switch (next.Kind)
        {
            case EventKind.Text:
                Token(next.Bytes, output);
                break;
            case EventKind.Completed:
                Line("{\"type\":\"status\",\"status\":\"complete\""u8, output);
                Line("{\"type\":\"done\",\"reason\":\"success\""u8, output);
                break;
            case EventKind.Cancelled:
                Line("{\"type\":\"done\",\"reason\":\"cancelled\""u8, output);
                break;
            case EventKind.Superseded:
                Line("{\"type\":\"done\",\"reason\":\"superseded\""u8, output);
                break;
            case var kind when kind.IsTerminal():
                Fail(UnfinishedEnd.Of(next), output);
                break;
        }
    }

    /// <summary>A line that is empty, which its clients skip.</summary>
    public void Heartbeat(IBufferWriter<byte> output) => output.Write("\n"u8);

    private void Token(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        var json = new Utf8Output(output);
        json.Raw("{\"type\":\"token\",\"text\":\""u8);
        json.AsciiJsonStringBody(text);
        json.Raw("\",\"content\":\""u8);
        json.AsciiJsonStringBody(text);
        json.Raw("\""u8);
        json.Raw(_ids);
        json.Commit();
    }

    private void Fail(UnfinishedEnd end, IBufferWriter<byte> output)
    {
        var json = new Utf8Output(output);
        JarvisError.Write(end.Message, end.Code, end.Error?.Id, ref json);
        json.Raw(_ids);
        json.Commit();
    }

    /// <summary>A line that is always the same but for the ids.</summary>
    private void Line(ReadOnlySpan<byte> beginning, IBufferWriter<byte> output)
    {
        output.Write(beginning);
        output.Write(_ids);
    }

    private static byte[] IdsOf(Generation generation) =>
        Encoding.UTF8.GetBytes($",\"trace_id\":\"{generation.Id}\",\"stream_id\":\"{generation.Id}\"}}\n");
}
