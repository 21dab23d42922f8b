using Tokenrill.Logs;

namespace Tokenrill.Journals.Files;

/// <summary>Reads what <see cref="EventWriter"/> wrote into a log.</summary>
internal sealed class EventReader(GenerationLog log, GenerationHead head)
{
    private readonly Dictionary<int, int> _calls = [];
    private int _details;

    /// <summary>Reads the events of one record. Those that the log has already are passed over.</summary>
    /// <returns>False when events before them are missing: nothing was read.</returns>
    /// <exception cref="InvalidDataException">They are none.</exception>
    public bool Read(int first, int count, ReadOnlySpan<byte> payload)
    {
        if (first > log.LastAppended + 1)
            return false;
        for (var sequence = first; sequence < first + count; sequence++)
            Read(ref payload, isNew: sequence > log.LastAppended);
        return true;
    }

    private void Read(ref ReadOnlySpan<byte> payload, bool isNew)
    {
        if (payload.IsEmpty)
            throw new InvalidDataException("A record has fewer events than it says.");
        var kind = (EventKind)payload[0];
        payload = payload[1..];
        var elapsed = (long)VarInt.Read(ref payload);
        if (kind is EventKind.Text or EventKind.Reasoning)
        {
            var bytes = VarInt.ReadBytes(ref payload);
            if (isNew)
                log.Restore(kind, elapsed, bytes, null);
        }
        else if (kind == EventKind.ToolCallFragment)
        {
            var call = (int)VarInt.Read(ref payload);
            var bytes = VarInt.ReadBytes(ref payload);
            if (isNew)
                log.Restore(kind, elapsed, bytes, null, _calls.TryGetValue(call, out var place) ? place : throw new InvalidDataException("A piece of a tool call comes before its call."));
        }
        else
        {
            var detail = ReadDetail(kind, ref payload);
            var bytes = kind == EventKind.ToolCall ? VarInt.ReadBytes(ref payload) : default;
            if (!isNew)
                return;
            if (detail is ToolCallDetail call)
                _calls[call.Index] = _details;
            _details++;
            log.Restore(kind, elapsed, bytes, detail);
        }
    }

    private EventDetail ReadDetail(EventKind kind, ref ReadOnlySpan<byte> payload) => kind switch
    {
        EventKind.Started => new StartedDetail(head.Id, head.Session, head.Model, head.CreatedAt),
        EventKind.Interrupted => InterruptedDetail.Instance,
        EventKind.Status => JournalJson.Read(VarInt.ReadBytes(ref payload), JournalJson.Default.StatusDetail),
        EventKind.ToolCall => JournalJson.Read(VarInt.ReadBytes(ref payload), JournalJson.Default.ToolCallDetail),
        EventKind.Usage => JournalJson.Read(VarInt.ReadBytes(ref payload), JournalJson.Default.UsageDetail),
        EventKind.Completed => JournalJson.Read(VarInt.ReadBytes(ref payload), JournalJson.Default.CompletedDetail),
        EventKind.Failed => JournalJson.Read(VarInt.ReadBytes(ref payload), JournalJson.Default.FailedDetail),
        EventKind.Cancelled => JournalJson.Read(VarInt.ReadBytes(ref payload), JournalJson.Default.CancelledDetail),
        EventKind.Superseded => JournalJson.Read(VarInt.ReadBytes(ref payload), JournalJson.Default.SupersededDetail),
        _ => throw new InvalidDataException($"There is no kind of event {(int)kind}."),
    };
}
