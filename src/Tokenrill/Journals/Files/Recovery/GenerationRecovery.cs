using Tokenrill.Diagnostics;
using Tokenrill.Sessions;
using Tokenrill.Time;

namespace Tokenrill.Journals.Files;

/// <summary>Finds the generations in the files: where the finished ones are, and what is there of the others.</summary>
/// <param name="store">The files.</param>
/// <param name="erased">The generations of sessions that were deleted.</param>
/// <param name="isKnown">Whether a session knows of a generation. One whose session does not was stored in the moment in which the process
/// died, before its session was: it counts as lost, as everything else of that moment.</param>
/// <param name="keepsOrphans">But it can be read all the same: what its session knew of it may have been in what is damaged.</param>
/// <param name="expiredBefore">What ended before is not kept, in ticks since the year 1.</param>
/// <param name="clock">All time comes from here.</param>
/// <param name="events">Told of what is wrong.</param>
internal sealed class GenerationRecovery(
    JournalStore store, IReadOnlySet<Guid> erased, Func<Guid, bool> isKnown, bool keepsOrphans, long expiredBefore, Clock clock, JournalEvents events)
{
    private readonly Dictionary<Guid, FoundGeneration> _found = [];
    // Asked for with every record, and the store looks through its segments.
    private readonly HashSet<Guid> _finished = [];
    private readonly List<StoredKey> _keys = [];
    private readonly HashSet<Guid> _left = [];
    private readonly HashSet<Segment> _stained = [];

    /// <summary>The keys of all that are kept.</summary>
    public IReadOnlyList<StoredKey> Keys => _keys;

    public long LastEpoch { get; private set; }

    /// <summary>How many of those that have ended are kept.</summary>
    public int Kept { get; private set; }

    /// <summary>The generations that are to be erased and of which something is still there.</summary>
    public IReadOnlySet<Guid> Left => _left;

    /// <summary>The segments that have something of those.</summary>
    public IReadOnlySet<Segment> Stained => _stained;

    /// <summary>Takes a record.</summary>
    public void Add(in RecordHeader header, RecordPlace place, ReadOnlySpan<byte> payload)
    {
        LastEpoch = Math.Max(LastEpoch, header.Epoch);
        if (erased.Contains(header.Subject))
        {
            _left.Add(header.Subject);
            _stained.Add(place.Segment);
            return;
        }
        if (_finished.Contains(header.Subject))
        {
            // It was written again, because nobody knew whether it had reached the disk. It had.
            store.Distrusted[place.Segment] = true;
            return;
        }
        if (!_found.TryGetValue(header.Subject, out var found))
            _found.Add(header.Subject, found = new FoundGeneration(place.Segment.Number));
        found.Add(header, place, payload);
        if (found.Run is { } run)
            Finish(header.Subject, found, run);
    }

    /// <summary>What is there of those that are not whole, as it is on the disk, one after the other. Their keys are known when all were read.</summary>
    public IEnumerable<StoredGeneration> ReadUnfinished()
    {
        using var reader = new RecordReader();
        foreach (var (subject, found) in _found)
        {
            store.FirstSegments.TryAdd(subject, found.FirstSegment);
            if (found.Head is { FinishedAt: { } finished } && finished.UtcTicks <= expiredBefore)
                continue;
            var stored = Read(reader, subject, found);
            if (stored is null || stored.IsDamaged)
                events.Lost(SubjectId.OfGeneration(subject), (stored?.Log.LastAppended ?? 0) + 1);
            if (stored is null || IsOrphan(subject, stored.Head))
                continue;
            if (stored.Head.Key is { } key)
                _keys.Add(new StoredKey(stored.Head.Owner, key, stored.Head.Fingerprint, stored.Head.Id, clock.UtcNow));
            yield return stored;
        }
    }

    private void Finish(Guid subject, FoundGeneration found, StoredRun run)
    {
        _found.Remove(subject);
        if (IsOrphan(subject, found.Head!))
        {
            store.FirstSegments.TryAdd(subject, found.FirstSegment);
            return;
        }
        _finished.Add(subject);
        store.Finished.Add(subject, run);
        if (run.EndedBy <= expiredBefore)
            return;
        Kept++;
        if (found.Head is { Key: { } key } head)
            _keys.Add(new StoredKey(head.Owner, key, head.Fingerprint, head.Id, head.FinishedAt!.Value));
    }

    private bool IsOrphan(Guid subject, GenerationHead head)
    {
        if (head.Session is not { } session || isKnown(subject))
            return false;
        store.Orphans[subject] = new SessionKey(head.Owner, session);
        return !keepsOrphans;
    }

    private StoredGeneration? Read(RecordReader reader, Guid subject, FoundGeneration found)
    {
        var assembly = new GenerationAssembly(clock);
        foreach (var place in found.Records)
        {
            try
            {
                var payload = reader.Read(place, subject, out var header);
                assembly.Add(header, payload);
            }
            catch (InvalidDataException exception)
            {
                events.Senseless(Path.GetFileName(place.Segment.Path), place.Offset, exception.Message);
            }
        }
        return assembly.Build();
    }
}
