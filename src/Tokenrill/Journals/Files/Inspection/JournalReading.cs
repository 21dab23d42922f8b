using Microsoft.Extensions.Logging.Abstractions;
using Tokenrill.Diagnostics;
using Tokenrill.Sessions;
using Tokenrill.Time;

namespace Tokenrill.Journals.Files;

/// <summary>Reads what a server would find in a journal, one generation or session at a time. In memory is only where they are.</summary>
/// <param name="store">The files, of which nothing is known yet.</param>
/// <param name="clock">All time comes from here.</param>
internal sealed class JournalReading(JournalStore store, Clock clock)
{
    // What is damaged or makes no sense is told by a check; who reads gets what is left.
    private readonly JournalEvents _events = new(NullLogger.Instance);

    private delegate void RecordTaker(in RecordHeader header, RecordPlace place, ReadOnlySpan<byte> payload);

    public IEnumerable<StoredSession> Sessions()
    {
        foreach (var outline in FindSessions().Outlines)
            yield return Read(outline);
    }

    public IEnumerable<StoredGeneration> Generations()
    {
        var sessions = FindSessions();
        var generations = new GenerationRecovery(store, sessions.ErasedGenerations, sessions.Knows, keepsOrphans: true, long.MinValue, clock, _events);
        Scan(store.Generations, generations.Add);
        foreach (var stored in store.Finished.Subjects.Select(subject => store.Read(subject, long.MinValue)).OfType<StoredGeneration>().Concat(generations.ReadUnfinished()))
        {
            stored.Log.Publish();
            yield return stored;
        }
    }

    private StoredSession Read(SessionOutline outline)
    {
        var events = store.Read(store.SessionTails[SubjectId.Of(outline.LogId)]);
        return new StoredSession(outline, SessionMessage.After(events), SessionSignals.After(events), events.Count(next => next.Sequence > 0) < outline.LastSequence);
    }

    private SessionRecovery FindSessions()
    {
        var sessions = new SessionRecovery(store);
        Scan(store.Sessions, sessions.Add);
        return sessions;
    }

    private static void Scan(SegmentFamily family, RecordTaker take)
    {
        foreach (var segment in family.Segments)
        {
            using var scan = new SegmentScan(segment);
            while (scan.Next())
            {
                try
                {
                    take(scan.Header, scan.Place, scan.Payload);
                }
                catch (InvalidDataException)
                {
                    // As the server does: the others are good.
                }
            }
        }
    }
}
