using Tokenrill.Diagnostics;
using Tokenrill.Options;
using Tokenrill.Time;

namespace Tokenrill.Journals.Files;

/// <summary>Reads all files of a journal once, from the first record to the last, and builds the index: time in proportion to what is
/// there, memory to the number of generations and sessions.</summary>
internal sealed class JournalRecovery(JournalStore store, JournalUpkeep upkeep, StorageOptions options, JournalEvents events, Clock clock)
{
    private long _bytes;
    private long _records;
    private bool _isDamaged;

    private delegate void RecordTaker(in RecordHeader header, RecordPlace place, ReadOnlySpan<byte> payload);

    public JournalContents Run()
    {
        var began = clock.Now;
        var sessions = new SessionRecovery(store);
        Scan(store.Sessions, sessions.Add);
        var expiredBefore = (clock.UtcNow - options.Retention).UtcTicks;
        var generations = new GenerationRecovery(store, sessions.ErasedGenerations, sessions.Knows, _isDamaged, expiredBefore, clock, events);
        Scan(store.Generations, generations.Add);
        var unfinished = generations.ReadUnfinished().ToList();
        FinishErasing(sessions, generations);
        var contents = new JournalContents(unfinished, generations.Keys, sessions.Outlines, generations.LastEpoch);
        events.Opened(
            Path.GetFullPath(options.Path), (clock.Now - began) / TimeSpan.TicksPerMillisecond, _bytes, _records,
            generations.Kept + unfinished.Count, contents.Sessions.Count, unfinished.Count);
        return contents;
    }

    private void Scan(SegmentFamily family, RecordTaker take)
    {
        foreach (var segment in family.Segments)
        {
            using var scan = new SegmentScan(segment);
            while (scan.Next())
            {
                _records++;
                try
                {
                    take(scan.Header, scan.Place, scan.Payload);
                }
                catch (InvalidDataException exception)
                {
                    _isDamaged = true;
                    events.Senseless(Path.GetFileName(segment.Path), scan.Place.Offset, exception.Message);
                }
            }
            _bytes += segment.Length;
            Mend(family, segment, scan.Damages);
        }
    }

    /// <summary>Says what is damaged, and cuts what a crash has left at the end of the newest segment, which then goes on being written to.</summary>
    private void Mend(SegmentFamily family, Segment segment, IReadOnlyList<Damage> damages)
    {
        var isNewest = segment == family.Segments[^1];
        _isDamaged |= damages.Any(damage => !(isNewest && damage.IsLeftOfCrash));
        var length = segment.Length;
        var file = Path.GetFileName(segment.Path);
        foreach (var damage in damages)
        {
            if (isNewest && damage.IsTail)
            {
                length = Math.Min(length, damage.Offset);
                events.CutOff(file, damage.Offset, damage.Length, damage.What);
            }
            else
            {
                events.Damaged(file, damage.Offset, damage.Length, damage.What);
            }
        }
        if (isNewest)
            // One that cannot be cut is not written to any more; the next round begins another.
            family.Seal(segment, length);
    }

    /// <summary>What was being erased when the process went away is erased now, wherever it is.</summary>
    private void FinishErasing(SessionRecovery sessions, GenerationRecovery generations)
    {
        var left = new HashSet<Guid>();
        foreach (var (subject, erased) in sessions.Erased)
        {
            if (sessions.Left.Contains(subject) || erased.Generations.Select(SubjectId.Of).Any(generations.Left.Contains))
                left.Add(subject);
            else
                store.Gone[subject] = true;
        }
        if (left.Count > 0)
            upkeep.Add(new Erasure(left, generations.Left, [
                .. generations.Stained.Select(segment => (store.Generations, segment)),
                .. sessions.Stained.Select(segment => (store.Sessions, segment)),
            ]));
    }
}
