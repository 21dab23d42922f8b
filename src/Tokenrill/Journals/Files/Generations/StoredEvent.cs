using Tokenrill.Logs;

namespace Tokenrill.Journals.Files;

/// <summary>One event as <see cref="GenerationWriter"/> wrote it.</summary>
internal readonly ref struct StoredEvent
{
    private StoredEvent(EventKind kind, long elapsed, int call, EventDetail? detail, ReadOnlySpan<byte> bytes)
    {
        Kind = kind;
        Elapsed = elapsed;
        Call = call;
        Detail = detail;
        Bytes = bytes;
    }

    public EventKind Kind { get; }

    /// <summary>When it came, in ticks since the log was opened.</summary>
    public long Elapsed { get; }

    /// <summary>Of a further piece of a tool call: the index of its call.</summary>
    public int Call { get; }

    /// <summary>Null where there is none, where the kind says all there is to say, and of the first event, whose detail stands in the head.</summary>
    public EventDetail? Detail { get; }

    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Takes an event from the front of a record's payload.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static StoredEvent Take(ref ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
            throw new InvalidDataException("A record has fewer events than it says.");
        var kind = (EventKind)payload[0];
        payload = payload[1..];
        var elapsed = (long)VarInt.Read(ref payload);
        switch (kind)
        {
            case EventKind.Text or EventKind.Reasoning:
                return new(kind, elapsed, -1, null, VarInt.ReadBytes(ref payload));
            case EventKind.ToolCallFragment:
                var call = (int)VarInt.Read(ref payload);
                return new(kind, elapsed, call, null, VarInt.ReadBytes(ref payload));
            default:
                var detail = ReadDetail(kind, ref payload);
                return new(kind, elapsed, -1, detail, kind == EventKind.ToolCall ? VarInt.ReadBytes(ref payload) : default);
        }
    }

    private static EventDetail? ReadDetail(EventKind kind, ref ReadOnlySpan<byte> payload) => kind switch
    {
        EventKind.Started or EventKind.Interrupted => null,
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
