namespace Tokenrill.Journals.Files;

/// <summary>What a scan has found of one generation so far.</summary>
internal sealed class FoundGeneration(int firstSegment)
{
    // The head of all of it goes before the first event.
    private const int HeadSequence = 0;

    private readonly List<(int Sequence, RecordPlace Place)> _records = [];
    private Segment? _segment;
    private long _start;
    private long _end;
    private int _last;
    private int _covered;

    /// <summary>The first segment that has something of it.</summary>
    public int FirstSegment => firstSegment;

    /// <summary>What it is, once its end was found.</summary>
    public GenerationHead? Head { get; private set; }

    /// <summary>Where all of it is, in one stretch; null unless all of that was found.</summary>
    public StoredRun? Run => _segment is { } segment && _covered == _last
        ? new StoredRun(segment, _start, (int)(_end - _start), firstSegment, Head!.FinishedAt!.Value.UtcTicks)
        : null;

    /// <summary>All its records, in the order of their events. Each has its head before its events.</summary>
    public IEnumerable<RecordPlace> Records => _records.OrderBy(static record => record.Sequence).Select(static record => record.Place);

    public void Add(in RecordHeader header, RecordPlace place, ReadOnlySpan<byte> payload)
    {
        var isHead = (JournalKind)header.Kind == JournalKind.GenerationHead;
        _records.Add((isHead ? HeadSequence : header.Sequence, place));
        if ((header.Flags & JournalFlags.Whole) == 0)
            return;
        if (isHead)
        {
            Head = JournalJson.Read(payload, JournalJson.Default.GenerationHead);
            (_segment, _start, _end, _last, _covered) = (place.Segment, place.Offset, place.Offset + place.Length, header.Sequence, 0);
        }
        else if (place.Segment == _segment && place.Offset == _end && header.Sequence == _covered + 1)
        {
            _end += place.Length;
            _covered += header.Count;
        }
    }
}
