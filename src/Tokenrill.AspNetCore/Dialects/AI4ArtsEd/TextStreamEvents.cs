using System.Buffers;
using System.Text;
using Tokenrill.AspNetCore.Dialects.Native;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.Generations;
using Tokenrill.Logs;

namespace Tokenrill.AspNetCore.Dialects.AI4ArtsEd;

/// <summary>A generation as AI4ArtsEd's events: <c>connected</c>, <c>chunk</c> …, then <c>complete</c> or <c>error</c>. Each stands in
/// the log and has its id, so an EventSource that was cut off goes on behind the last it has; also behind
/// <c>connected</c>, which is said once.</summary>
/// <remarks><c>accumulated</c> is the beginning of the log's text and nobody's copy. Tool calls have no event here.</remarks>
internal sealed class TextStreamEvents : IStreamEncoder
{
    private readonly TextStage _stage;
    private readonly string _run;
    private readonly Generation _generation;
    private readonly byte[] _id;
    private int _chunks;

    /// <summary>The events of a generation.</summary>
    /// <param name="stage">Whose it is.</param>
    /// <param name="run">The run.</param>
    /// <param name="generation">The generation.</param>
    /// <param name="after">The last event that the client has; 0 when it has none.</param>
    public TextStreamEvents(TextStage stage, string run, Generation generation, int after)
    {
        (_stage, _run, _generation) = (stage, run, generation);
        _id = Encoding.UTF8.GetBytes($"id: {generation.Id}:");
        for (var sequence = 1; sequence <= after; sequence++)
            if (generation.Log[sequence].Kind == EventKind.Text)
                _chunks++;
    }

    public string ContentType => ContentTypes.EventStream;

    public void Begin(IBufferWriter<byte> output) => output.Write(NativeSseEncoder.Retry);

    public void Encode(in LogEvent next, IBufferWriter<byte> output)
    {
        switch (next.Kind)
        {
            case EventKind.Started:
                Connect(next, output);
                break;
            case EventKind.Text:
                Chunk(next, output);
                break;
            case EventKind.Completed:
                Complete(next, output);
                break;
            case var kind when kind.IsTerminal():
                Fail(next, output);
                break;
        }
    }

    public void Heartbeat(IBufferWriter<byte> output) => output.Write(":\n\n"u8);

    private void Connect(in LogEvent next, IBufferWriter<byte> output)
    {
        var text = new Utf8Output(output);
        Identify(next, ref text);
        text.Raw("\nevent: connected\ndata: {\"stage\":"u8);
        text.JsonString(_stage.Name);
        text.Raw(",\"run_id\":"u8);
        text.JsonString(_run);
        text.Raw(",\"status\":\"streaming\",\"model\":"u8);
        text.JsonString(((StartedDetail)next.Detail).Model);
        text.Raw("}\n\n"u8);
        text.Commit();
    }

    private void Chunk(in LogEvent next, IBufferWriter<byte> output)
    {
        var text = new Utf8Output(output);
        Identify(next, ref text);
        text.Raw("\nevent: chunk\ndata: {\"text_chunk\":\""u8);
        text.JsonStringBody(next.Bytes);
        text.Raw("\",\"accumulated\":\""u8);
        text.JsonStringBody(next.TextSoFar);
        text.Raw("\",\"chunk_count\":"u8);
        text.Number(++_chunks);
        text.Raw("}\n\n"u8);
        text.Commit();
    }

    private void Complete(in LogEvent next, IBufferWriter<byte> output)
    {
        var final = next.TextSoFar;
        var text = new Utf8Output(output);
        Identify(next, ref text);
        text.Raw("\nevent: complete\ndata: {\"final_text\":"u8);
        text.JsonString(final);
        text.Raw(",\"status\":\"completed\",\"char_count\":"u8);
        text.Number(((CompletedDetail)next.Detail).Statistics.Characters);
        text.Raw(",\"chunk_count\":"u8);
        text.Number(_chunks);
        text.Raw(",\"model_used\":"u8);
        text.JsonString(_generation.Model);
        if (_stage.SaysWhetherSafe)
            text.Raw(IsSafe(final) ? ",\"is_safe\":true"u8 : ",\"is_safe\":false"u8);
        text.Raw("}\n\n"u8);
        text.Commit();
    }

    private void Fail(in LogEvent next, IBufferWriter<byte> output)
    {
        var end = UnfinishedEnd.Of(next);
        var text = new Utf8Output(output);
        Identify(next, ref text);
        TextStreamError.Write(end.Message, _stage, end.Error?.Id ?? _generation.Id, ref text);
        text.Commit();
    }

    private void Identify(in LogEvent next, ref Utf8Output text)
    {
        text.Raw(_id);
        text.Number(next.Sequence);
    }

    /// <summary>What is not clearly safe is not.</summary>
    private static bool IsSafe(ReadOnlySpan<byte> answer) => answer.TrimStart(" \t\r\n"u8).StartsWith("SAFE:"u8);
}
