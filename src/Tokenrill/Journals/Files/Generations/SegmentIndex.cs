namespace Tokenrill.Journals.Files;

/// <summary>Where the finished generations of one segment are. Made for millions of them: without an object for each, and with one
/// moment for all, since each one's own stands in the file.</summary>
internal sealed class SegmentIndex(Segment segment)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Run> _runs = [];

    public Segment Segment => segment;

    /// <summary>When all of them had ended, in ticks since the year 1.</summary>
    public long EndedBy { get; private set; }

    /// <summary>The number of the first segment that may have pieces of any of them.</summary>
    public int FirstSegment { get; private set; } = segment.Number;

    public bool TryFind(Guid subject, out StoredRun found)
    {
        lock (_lock)
        {
            var isThere = _runs.TryGetValue(subject, out var run);
            found = isThere ? new StoredRun(segment, run.Offset, run.Length, run.FirstSegment, EndedBy) : default;
            return isThere;
        }
    }

    public void Add(Guid subject, in StoredRun run)
    {
        lock (_lock)
        {
            _runs[subject] = new Run(run.Offset, run.Length, run.FirstSegment);
            EndedBy = Math.Max(EndedBy, run.EndedBy);
            FirstSegment = Math.Min(FirstSegment, run.FirstSegment);
        }
    }

    public void Remove(Guid subject)
    {
        lock (_lock)
            _runs.Remove(subject);
    }

    /// <summary>No more will come: gives back the room for them.</summary>
    public void Trim()
    {
        lock (_lock)
            _runs.TrimExcess();
    }

    /// <summary>The same generations, those that were kept, in what stands in this segment's place.</summary>
    public SegmentIndex Moved(Segment to, IReadOnlyDictionary<long, long> offsets)
    {
        var moved = new SegmentIndex(to) { EndedBy = EndedBy, FirstSegment = FirstSegment };
        lock (_lock)
            foreach (var (subject, run) in _runs)
                if (offsets.TryGetValue(run.Offset, out var offset))
                    moved._runs[subject] = run with { Offset = offset };
        moved.Trim();
        return moved;
    }

    /// <summary>Which there are, in the order in which they stand in the file.</summary>
    public IReadOnlyList<Guid> Subjects()
    {
        lock (_lock)
            return [.. _runs.OrderBy(static entry => entry.Value.Offset).Select(static entry => entry.Key)];
    }

    private readonly record struct Run(long Offset, int Length, int FirstSegment);
}
