using Tokenrill.Generations;
using Tokenrill.Logs;

namespace Tokenrill.Journals.Files;

/// <summary>Checks the records of generations for what they mean: whether each that has ended is there from its first event to its one end.</summary>
/// <param name="erased">The generations of sessions that were deleted, and whose they were.</param>
/// <param name="pending">Gets the deleted sessions of which something is found.</param>
internal sealed class GenerationCheck(IReadOnlyDictionary<Guid, Guid> erased, HashSet<Guid> pending)
{
    private readonly Dictionary<Guid, CheckedGeneration> _generations = [];
    private readonly List<WholeRun> _broken = [];
    private WholeRun? _run;

    public GenerationCounts Counts
    {
        get
        {
            int Of(GenerationStatus ending) => _generations.Values.Count(generation => generation.IsFinished && generation.Ending == ending);
            return new(
                Of(GenerationStatus.Completed), Of(GenerationStatus.Failed), Of(GenerationStatus.Cancelled), Of(GenerationStatus.Superseded), Of(GenerationStatus.Interrupted),
                _generations.Values.Count(generation => !generation.IsFinished));
        }
    }

    /// <summary>Takes a record.</summary>
    /// <returns>The moment it tells of, where it does.</returns>
    /// <exception cref="InvalidDataException">It makes no sense.</exception>
    public DateTimeOffset? Add(in RecordHeader header, RecordPlace place, ReadOnlySpan<byte> payload)
    {
        if (erased.TryGetValue(header.Subject, out var session))
        {
            pending.Add(session);
            return null;
        }
        if (!_generations.TryGetValue(header.Subject, out var generation))
            _generations.Add(header.Subject, generation = new CheckedGeneration(place));
        switch ((JournalKind)header.Kind)
        {
            case JournalKind.GenerationHead:
                return AddHead(header, place, payload, generation);
            case JournalKind.GenerationEvents:
                AddEvents(header, place, payload, generation);
                return null;
            default:
                throw new InvalidDataException($"There is no kind of record {header.Kind} among generations.");
        }
    }

    /// <summary>A segment was read to its end.</summary>
    public void EndSegment(IReadOnlyList<Damage> damages)
    {
        BreakOff();
        foreach (var run in _broken)
            run.Generation.IsDamaged |= damages.Any(damage => damage.Offset == run.Next.Offset);
        _broken.Clear();
    }

    /// <summary>What is wrong with generations as a whole, when everything was read.</summary>
    /// <param name="isAllThere">Whether no file was ever dropped: those that have expired go by whole files, and of a generation that nobody knows any more
    /// the beginning may have gone before the rest.</param>
    public IEnumerable<JournalFinding> Findings(bool isAllThere)
    {
        foreach (var (subject, generation) in _generations.Where(entry => !entry.Value.IsFinished))
        {
            var place = generation.Break ?? generation.First;
            var what = $"{SubjectId.OfGeneration(subject)} cannot be read from event {generation.FirstMissing} on";
            if (generation.IsDamaged || (generation.HasGap && isAllThere))
                yield return Finding(place, generation.Promised > 0 ? $"{what}, and has {generation.Promised}" : what);
            else if (generation.Promised > 0)
                yield return Finding(place, $"{what}: the server was killed, or the disk refused, when it wrote that, and the next start ends it there", isFault: false);
        }
    }

    private static JournalFinding Finding(RecordPlace place, string what, bool isFault = true) => new(Path.GetFileName(place.Segment.Path), place.Offset, what, isFault);

    private DateTimeOffset AddHead(in RecordHeader header, RecordPlace place, ReadOnlySpan<byte> payload, CheckedGeneration generation)
    {
        BreakOff();
        var head = JournalJson.Read(payload, JournalJson.Default.GenerationHead);
        if (head.Id != SubjectId.OfGeneration(header.Subject))
            throw new InvalidDataException($"The head of {SubjectId.OfGeneration(header.Subject)} says that it is that of {head.Id}.");
        generation.HasHead = true;
        if ((header.Flags & JournalFlags.Whole) == 0)
            return head.CreatedAt;
        if (header.Sequence < 1 || head.FinishedAt is not { } finished)
            throw new InvalidDataException($"The head of {head.Id} says that it has ended, and not when, or after how many events.");
        generation.Promised = header.Sequence;
        _run = new WholeRun(header.Subject, generation, place);
        return finished;
    }

    private void AddEvents(in RecordHeader header, RecordPlace place, ReadOnlySpan<byte> payload, CheckedGeneration generation)
    {
        if (header.Sequence < 1 || header.Count < 1)
            throw new InvalidDataException($"A record of {SubjectId.OfGeneration(header.Subject)} holds {header.Count} events from event {header.Sequence} on.");
        var run = _run is { } current && current.GoesOnWith(header, place) ? current : null;
        if (run is null)
            BreakOff();
        run?.Begin(header, place);
        for (var sequence = header.Sequence; sequence < header.Sequence + header.Count; sequence++)
        {
            var next = StoredEvent.Take(ref payload);
            if (next.Kind == EventKind.Started != (sequence == 1))
                throw new InvalidDataException($"Event {sequence} of {SubjectId.OfGeneration(header.Subject)} is \"{next.Kind.WireName()}\".");
            run?.Take(sequence, next);
            if (next.Kind.IsTerminal())
                (generation.Ending, generation.Promised) = (GenerationStatuses.Of(next.Kind), sequence);
        }
        if (!payload.IsEmpty)
            throw new InvalidDataException($"A record of {SubjectId.OfGeneration(header.Subject)} has more than the {header.Count} events that it says.");
        generation.Cover(header.Sequence, header.Sequence + header.Count - 1);
        if (run is not { IsComplete: true })
            return;
        generation.IsWhole = true;
        _run = null;
    }

    private void BreakOff()
    {
        if (_run is not { } run)
            return;
        run.Generation.Break = run.Next;
        _broken.Add(run);
        _run = null;
    }
}
