namespace Tokenrill.Journals.Files;

/// <summary>Erases a deleted session and its generations from all files that hold something of them. A record says that it is to be done;
/// so if the process dies on the way, it is done when the journal is opened again.</summary>
/// <param name="session">Where the session is stored.</param>
/// <param name="generations">Its generations.</param>
/// <param name="isThorough">Whether to look everywhere, because it is not known where something of them may be.</param>
internal sealed class Erasure(SessionTail session, IReadOnlySet<Guid> generations, bool isThorough = false)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Queue<(SegmentFamily Family, Segment Segment)>? _left;

    /// <summary>Completes when nothing is left of them.</summary>
    public Task Done => _done.Task;

    /// <summary>How many segments were written anew.</summary>
    public int Rewritten { get; private set; }

    /// <summary>Rewrites one segment.</summary>
    /// <returns>Whether there is more to do.</returns>
    /// <exception cref="IOException">The disk refuses; the same is to be tried again.</exception>
    public bool Next(JournalStore store)
    {
        _left ??= new(Affected(store));
        if (_left.TryPeek(out var next))
        {
            if (next.Family.Segments.Contains(next.Segment))
                Rewrite(store, next.Family, next.Segment);
            _left.Dequeue();
            return true;
        }
        foreach (var generation in generations)
        {
            store.Finished.TryRemove(generation, out _);
            store.Unfinished.TryRemove(generation, out _);
        }
        store.SessionTails.TryRemove(session.Subject, out _);
        store.Gone[session.Subject] = true;
        _done.TrySetResult();
        return false;
    }

    private List<(SegmentFamily, Segment)> Affected(JournalStore store)
    {
        // What is in them is final from now on: nothing of these is written any more.
        store.Generations.Roll();
        store.Sessions.Roll();
        var (first, last) = (int.MaxValue, 0);
        foreach (var generation in generations)
        {
            if (store.Finished.TryGetValue(generation, out var run))
                (first, last) = (Math.Min(first, run.FirstSegment), Math.Max(last, run.Segment.Number));
            else if (store.Unfinished.TryGetValue(generation, out var unfinished) && unfinished.FirstSegment > 0)
                (first, last) = (Math.Min(first, unfinished.FirstSegment), int.MaxValue);
        }
        var places = session.Places.Select(place => place.Segment).ToHashSet();
        return
        [
            .. store.Generations.Segments.Where(segment => isThorough || (segment.Number >= first && segment.Number <= last)).Select(segment => (store.Generations, segment)),
            .. store.Sessions.Segments.Where(segment => isThorough || places.Contains(segment) || store.Distrusted.ContainsKey(segment)).Select(segment => (store.Sessions, segment)),
        ];
    }

    private void Rewrite(JournalStore store, SegmentFamily family, Segment segment)
    {
        var rewritten = family.Rewrite(segment, header => Keeps(store, header));
        Rewritten++;
        if (store.Distrusted.TryRemove(segment, out _) && rewritten.Segment is { } again)
            store.Distrusted[again] = true;
        foreach (var (subject, run) in store.Finished)
        {
            if (run.Segment != segment)
                continue;
            if (rewritten.Segment is { } moved && rewritten.Offsets.TryGetValue(run.Offset, out var offset))
                store.Finished[subject] = run with { Segment = moved, Offset = offset };
            else
                store.Finished.TryRemove(subject, out _);
        }
        foreach (var tail in store.SessionTails.Values)
            tail.Move(segment, rewritten.Segment, rewritten.Offsets);
    }

    private bool Keeps(JournalStore store, in RecordHeader header) => (JournalKind)header.Kind switch
    {
        JournalKind.GenerationHead or JournalKind.GenerationEvents => !generations.Contains(header.Subject),
        JournalKind.SessionErased => !store.Gone.ContainsKey(header.Subject),
        _ => header.Subject != session.Subject,
    };
}
