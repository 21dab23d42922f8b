namespace Tokenrill.Journals.Files;

/// <summary>Erases deleted sessions and their generations from all files that hold something of them. A record says that it is to be done;
/// so if the process dies on the way, it is done when the journal is opened again.</summary>
/// <param name="sessions">The sessions.</param>
/// <param name="generations">Their generations.</param>
/// <param name="affected">The segments that hold something of them; null when that is yet to be found out.</param>
internal sealed class Erasure(
    IReadOnlySet<Guid> sessions, IReadOnlySet<Guid> generations, IReadOnlyCollection<(SegmentFamily Family, Segment Segment)>? affected = null)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Queue<(SegmentFamily Family, Segment Segment)>? _left;

    /// <summary>Completes when nothing is left of them, or fails when that must wait for the disk.</summary>
    public Task Done => _done.Task;

    /// <summary>How many segments were written anew.</summary>
    public int Rewritten { get; private set; }

    /// <summary>Whoever waits for it is told that it is not done yet. It will be.</summary>
    public void Refuse()
    {
        if (_done.TrySetException(JournalHealth.Refusal()))
            // There may be nobody who waits.
            _ = _done.Task.Exception;
    }

    /// <summary>Rewrites one segment.</summary>
    /// <returns>Whether there is more to do.</returns>
    /// <exception cref="IOException">The disk refuses; the same is to be tried again.</exception>
    public bool Next(JournalStore store)
    {
        _left ??= new(affected ?? Affected(store));
        if (_left.TryPeek(out var next))
        {
            if (next.Family.Segments.Contains(next.Segment))
                Rewrite(store, next.Family, next.Segment);
            _left.Dequeue();
            return true;
        }
        store.Generations.DeleteSupersededNow();
        store.Sessions.DeleteSupersededNow();
        foreach (var generation in generations)
        {
            store.Finished.Remove(generation);
            store.Unfinished.TryRemove(generation, out _);
            store.FirstSegments.TryRemove(generation, out _);
            store.Orphans.TryRemove(generation, out _);
            store.Erasing.TryRemove(generation, out _);
        }
        foreach (var session in sessions)
        {
            store.SessionTails.TryRemove(session, out _);
            store.Gone[session] = true;
        }
        _done.TrySetResult();
        return false;
    }

    private List<(SegmentFamily, Segment)> Affected(JournalStore store)
    {
        // What is in them is final from now on: nothing of these is written any more.
        store.Generations.Roll();
        store.Sessions.Roll();
        var ranges = generations.Select(store.SegmentsOf).Where(range => range.First > 0).ToList();
        var places = sessions.SelectMany(store.PlacesOf).Select(place => place.Segment).ToHashSet();
        return
        [
            .. store.Generations.Segments
                .Where(segment => store.Distrusted.ContainsKey(segment) || ranges.Exists(range => segment.Number >= range.First && segment.Number <= range.Last))
                .Select(segment => (store.Generations, segment)),
            .. store.Sessions.Segments
                .Where(segment => store.Distrusted.ContainsKey(segment) || places.Contains(segment))
                .Select(segment => (store.Sessions, segment)),
        ];
    }

    private void Rewrite(JournalStore store, SegmentFamily family, Segment segment)
    {
        // One that was found when the journal was opened may be written on since.
        if (segment.TakesAppends)
            family.Roll();
        var rewritten = family.Rewrite(segment, header => Keeps(store, header));
        Rewritten++;
        store.Move(segment, rewritten);
    }

    private bool Keeps(JournalStore store, in RecordHeader header) => (JournalKind)header.Kind switch
    {
        JournalKind.GenerationHead or JournalKind.GenerationEvents => !generations.Contains(header.Subject),
        JournalKind.SessionErased => !store.Gone.ContainsKey(header.Subject),
        _ => !sessions.Contains(header.Subject),
    };
}
