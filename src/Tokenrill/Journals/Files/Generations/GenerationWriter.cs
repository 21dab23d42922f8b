using System.Buffers;
using Tokenrill.Logs;

namespace Tokenrill.Journals.Files;

/// <summary>Writes a generation as records: its head, and its events. For each event: its kind, when it came, and its bytes or its detail.</summary>
/// <remarks>A byte for the kind, a number for the ticks since the log was opened, and then: of text and reasoning, their bytes; of a tool
/// call, its detail and its bytes; of a further piece, the index of its call and its bytes; of other kinds, their detail. Bytes and details
/// have their length before them. The detail of the first event stands in the generation's head already.</remarks>
internal sealed class GenerationWriter(RecordBuffer records)
{
    // Small enough that a damaged stretch costs little, large enough that what stands before each record does not count.
    private const int RecordBytes = 256 << 10;

    private readonly ArrayBufferWriter<byte> _detail = new();

    /// <summary>Writes what a generation is, besides its events.</summary>
    /// <param name="head">What it is.</param>
    /// <param name="generation">Its id.</param>
    /// <param name="count">How many events follow, where all of them do; otherwise 0.</param>
    /// <param name="flags">Of <see cref="JournalFlags"/>.</param>
    /// <param name="salt">That of what it is written to.</param>
    public void WriteHead(GenerationHead head, Guid generation, int count, byte flags, uint salt)
    {
        records.Begin(new RecordHeader((byte)JournalKind.GenerationHead, flags, generation, head.Epoch, count, 0));
        JournalJson.Write(records, head);
        records.End(salt);
    }

    /// <summary>Writes the events from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public void Write(GenerationLog log, Guid generation, long epoch, int first, int last, byte flags, uint salt)
    {
        while (first <= last)
        {
            var end = EndOf(log, first, last);
            records.Begin(new RecordHeader((byte)JournalKind.GenerationEvents, flags, generation, epoch, first, end - first + 1));
            for (; first <= end; first++)
                Write(log, log.Entry(first));
            records.End(salt);
        }
    }

    /// <summary>The last event that goes into one record with <paramref name="first"/>.</summary>
    private static int EndOf(GenerationLog log, int first, int last)
    {
        var bytes = 0;
        for (var sequence = first; sequence < last; sequence++)
            if ((bytes += log.Entry(sequence).Length) >= RecordBytes)
                return sequence;
        return last;
    }

    private void Write(GenerationLog log, LogEntry entry)
    {
        var span = records.GetSpan(1);
        span[0] = (byte)entry.Kind;
        records.Advance(1);
        VarInt.Write(records, (ulong)entry.Elapsed);
        switch (entry.Kind)
        {
            case EventKind.Started or EventKind.Interrupted:
                return;
            case EventKind.Text or EventKind.Reasoning:
                break;
            case EventKind.ToolCallFragment:
                VarInt.Write(records, (ulong)((ToolCallDetail)log.DetailOf(entry)).Index);
                break;
            default:
                WriteDetail(log.DetailOf(entry));
                if (entry.Kind != EventKind.ToolCall)
                    return;
                break;
        }
        VarInt.Write(records, log.BytesOf(entry));
    }

    private void WriteDetail(EventDetail detail)
    {
        _detail.ResetWrittenCount();
        JournalJson.Write(_detail, detail);
        VarInt.Write(records, _detail.WrittenSpan);
    }
}
