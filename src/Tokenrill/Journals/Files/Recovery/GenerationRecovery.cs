using Tokenrill.Diagnostics;
using Tokenrill.Time;

namespace Tokenrill.Journals.Files;

/// <summary>Finds the generations in the files: where the finished ones are, and what is there of the others.</summary>
/// <param name="store">The files.</param>
/// <param name="erased">The generations of sessions that were deleted.</param>
/// <param name="isKnown">Whether a session knows of a generation. One whose session does not was stored in the moment in which the process
/// died, before its session was: it counts as lost, as everything else of that moment.</param>
/// <param name="expiredBefore">What ended before is not kept, in ticks since the year 1.</param>
/// <param name="clock">All time comes from here.</param>
/// <param name="events">Told of what is wrong.</param>
internal sealed class GenerationRecovery(
    JournalStore store, IReadOnlySet<Guid> erased, Func<Guid, bool> isKnown, long expiredBefore, Clock clock, JournalEvents events)
{
    private readonly Dictionary<Guid, FoundGeneration> _found = [];
    private readonly List<StoredKey> _keys = [];

    /// <summary>The keys of all that are kept.</summary>
    public IReadOnlyList<StoredKey> Keys => _keys;

    public long LastEpoch { get; private set; }

    /// <summary>Whether there are records of generations that are to be erased.</summary>
    public bool HasErased { get; private set; }

    /// <summary>Takes a record.</summary>
    public void Add(in RecordHeader header, RecordPlace place, ReadOnlySpan<byte> payload)
    {
        LastEpoch = Math.Max(LastEpoch, header.Epoch);
        if (erased.Contains(header.Subject))
        {
            HasErased = true;
            return;
        }
        if (store.Finished.ContainsKey(header.Subject))
            return;
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
            if (found.Head is { FinishedAt: { } finished } && finished.UtcTicks <= expiredBefore)
                continue;
            var stored = Read(reader, subject, found);
            if (stored is null || stored.IsDamaged)
                events.Lost(SubjectId.OfGeneration(subject), (stored?.Log.LastAppended ?? 0) + 1);
            if (stored is null || (stored.Head.Session is not null && !isKnown(subject)))
                continue;
            store.FirstSegments[subject] = found.FirstSegment;
            if (stored.Head.Key is { } key)
                _keys.Add(new StoredKey(stored.Head.Owner, key, stored.Head.Fingerprint, stored.Head.Id, clock.UtcNow));
            yield return stored;
        }
    }

    private void Finish(Guid subject, FoundGeneration found, StoredRun run)
    {
        _found.Remove(subject);
        if (run.FinishedAt <= expiredBefore || (found.Head!.Session is not null && !isKnown(subject)))
            return;
        store.Finished[subject] = run;
        if (found.Head is { Key: { } key } head)
            _keys.Add(new StoredKey(head.Owner, key, head.Fingerprint, head.Id, head.FinishedAt!.Value));
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
