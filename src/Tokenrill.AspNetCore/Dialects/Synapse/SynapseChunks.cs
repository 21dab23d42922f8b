using System.Buffers;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.Generations;
using Tokenrill.Logs;

namespace Tokenrill.AspNetCore.Dialects.Synapse;

/// <summary>A generation as Synapse's stream: one chunk for each event of text and a last one with <c>done</c>. A stream that
/// does not end with <c>completed</c> ends with an error in that last chunk.</summary>
/// <remarks>Reasoning and tool calls are not content, and Synapse has no other place for them. All that is said of an event
/// follows from the log, so a chunk is the same whenever it is written.</remarks>
internal sealed class SynapseChunks(Generation generation, FullContent fullContent, SynapseErrorIds ids) : IStreamEncoder
{
    private RunningStatistics _statistics;
    private byte[] _model = [];
    private int _chunks;

    public string ContentType => ContentTypes.EventStream;

    public void Begin(IBufferWriter<byte> output)
    {
        // The headers go out with nothing behind them: Synapse has no chunk before the first of text.
    }

    public void Encode(in LogEvent next, IBufferWriter<byte> output)
    {
        switch (next.Kind)
        {
            case EventKind.Started:
                Name(((StartedDetail)next.Detail).Model);
                break;
            case EventKind.Status when next.Detail is StatusDetail { Model: { } model }:
                Name(model);
                break;
            case EventKind.Text or EventKind.Completed:
                Write(next, null, output);
                break;
            case var kind when kind.IsTerminal():
                Write(next, SynapseFailure.Of(generation, next, ids), output);
                break;
        }
    }

    public void Heartbeat(IBufferWriter<byte> output) => output.Write(": keep-alive\n\n"u8);

    private void Write(in LogEvent next, SynapseFailure? failure, IBufferWriter<byte> output)
    {
        _statistics.Add(next);
        var isLast = next.Kind.IsTerminal();
        var json = new Utf8Output(output);
        json.Raw("data: {\"content\":\""u8);
        json.AsciiJsonStringBody(next.Bytes);
        json.Raw("\",\"full_content\":\""u8);
        if (isLast || fullContent == FullContent.Always)
            json.AsciiJsonStringBody(next.TextSoFar);
        json.Raw("\",\"chunk_id\":"u8);
        json.Number(++_chunks);
        json.Raw(",\"timestamp\":\""u8);
        json.Moment(generation.CreatedAt + next.Elapsed);
        json.Raw(isLast ? "\",\"done\":true,\"model\":"u8 : "\",\"done\":false,\"model\":"u8);
        json.Raw(_model);
        if (failure is null)
            json.Raw(",\"error\":null"u8);
        else
            WriteFailure(failure, ref json);
        WriteStatistics(ref json);
        json.Raw("}}\n\n"u8);
        json.Commit();
    }

    private static void WriteFailure(SynapseFailure failure, ref Utf8Output json)
    {
        json.Raw(",\"error\":"u8);
        json.JsonString(failure.End.Message);
        json.Raw(",\"error_id\":"u8);
        json.JsonString(failure.Id);
    }

    /// <summary>Times in seconds.</summary>
    private void WriteStatistics(ref Utf8Output json)
    {
        json.Raw(",\"streaming_stats\":{\"total_chunks\":"u8);
        json.Number(_statistics.Chunks);
        json.Raw(",\"total_characters\":"u8);
        json.Number(_statistics.Characters);
        json.Raw(",\"elapsed_time\":"u8);
        json.Number(_statistics.Elapsed.TotalSeconds, 3);
        json.Raw(",\"words_per_second\":"u8);
        json.Number(_statistics.WordsPerSecond, 1);
        json.Raw(",\"chunk_latency\":"u8);
        json.Number(_statistics.Latency.TotalSeconds, 3);
        json.Raw(",\"average_chunk_size\":"u8);
        json.Number(_statistics.AverageChunkSize, 1);
    }

    /// <summary>Every chunk names the model; its name becomes JSON once.</summary>
    private void Name(string model)
    {
        var name = new ArrayBufferWriter<byte>();
        var json = new Utf8Output(name);
        json.JsonString(model);
        json.Commit();
        _model = name.WrittenSpan.ToArray();
    }
}
