namespace Tokenrill.Journals.Files;

/// <summary>The generations that have ended and can be read, and where they are. One thread changes it, any thread looks.</summary>
internal sealed class FinishedGenerations
{
    // In the order of their numbers.
    private volatile SegmentIndex[] _segments = [];

    /// <summary>Which there are, in the order in which they ended.</summary>
    public IEnumerable<Guid> Subjects => _segments.SelectMany(static index => index.Subjects());

    public bool Contains(Guid subject) => TryFind(subject, out _);

    public bool TryFind(Guid subject, out StoredRun run)
    {
        var segments = _segments;
        // Who asks mostly asks for one that ended not long ago.
        for (var i = segments.Length - 1; i >= 0; i--)
            if (segments[i].TryFind(subject, out run))
                return true;
        run = default;
        return false;
    }

    public void Add(Guid subject, in StoredRun run)
    {
        var index = _segments is [.., var newest] && newest.Segment == run.Segment ? newest : IndexOf(run.Segment);
        index.Add(subject, run);
    }

    public void Remove(Guid subject)
    {
        foreach (var index in _segments)
            index.Remove(subject);
    }

    /// <summary>A segment was written anew: what it holds is elsewhere now.</summary>
    public void Move(Segment from, Rewritten rewritten) =>
        _segments = [.. _segments.Select(index => index.Segment != from ? index : rewritten.Segment is { } to ? index.Moved(to, rewritten.Offsets) : null).OfType<SegmentIndex>()];

    /// <summary>The segments that hold a generation which ended after a moment, in ticks since the year 1.</summary>
    public IReadOnlySet<Segment> EndedAfter(long moment) =>
        _segments.Where(index => index.EndedBy > moment).Select(static index => index.Segment).ToHashSet();

    /// <summary>Forgets where the generations were that ended by a moment. As long as there is a segment with something of them they are
    /// known, because their session may be deleted.</summary>
    /// <param name="moment">In ticks since the year 1.</param>
    /// <param name="left">The segments that there are.</param>
    public void Forget(long moment, IReadOnlyList<Segment> left) =>
        _segments = [.. _segments.Where(index => index.EndedBy > moment || left.Any(segment => segment.Number >= index.FirstSegment && segment.Number <= index.Segment.Number))];

    private SegmentIndex IndexOf(Segment segment)
    {
        if (Array.FindLast(_segments, index => index.Segment == segment) is { } known)
            return known;
        if (_segments is [.., var last])
            last.Trim();
        var made = new SegmentIndex(segment);
        _segments = [.. _segments.Append(made).OrderBy(static index => index.Segment.Number)];
        return made;
    }
}
