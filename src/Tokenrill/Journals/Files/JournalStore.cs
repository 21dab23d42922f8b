using System.Collections.Concurrent;
using Tokenrill.Sessions;
using Tokenrill.Time;

namespace Tokenrill.Journals.Files;

/// <summary>The files of a journal, and where in them everything is. One thread writes; any thread reads.</summary>
internal sealed class JournalStore(SegmentFamily generations, SegmentFamily sessions, Clock clock) : IDisposable
{
    private volatile bool _isClosed;

    public SegmentFamily Generations => generations;

    public SegmentFamily Sessions => sessions;

    /// <summary>The generations that have ended and can be read.</summary>
    public ConcurrentDictionary<Guid, StoredRun> Finished { get; } = [];

    /// <summary>The generations of this process whose end is not stored yet.</summary>
    public ConcurrentDictionary<Guid, GenerationTail> Unfinished { get; } = [];

    public ConcurrentDictionary<Guid, SessionTail> SessionTails { get; } = [];

    /// <summary>Segments that may hold records which count elsewhere: writing to them failed, and what they had taken was written again.</summary>
    public ConcurrentDictionary<Segment, bool> Distrusted { get; } = [];

    /// <summary>Of generations that ran in a process before this one: the first segment that has pieces of them.</summary>
    public ConcurrentDictionary<Guid, int> FirstSegments { get; } = [];

    /// <summary>Deleted sessions of which nothing is left but the record that says so.</summary>
    public ConcurrentDictionary<Guid, bool> Gone { get; } = [];

    public SessionTail TailOf(Session session)
    {
        if (session.JournalState is SessionTail known)
            return known;
        var subject = SubjectId.Of(session.Log.Id);
        var tail = SessionTails.GetOrAdd(subject, static subject => new SessionTail(subject));
        session.JournalState = tail;
        return tail;
    }

    /// <summary>Writing failed: nothing more goes to these files, and what they have taken is written again.</summary>
    public void Distrust()
    {
        Distrust(generations);
        Distrust(sessions);
    }

    /// <summary>Reads a finished generation; null when there is none that ended after a moment.</summary>
    public StoredGeneration? Read(Guid subject, long expiredBefore)
    {
        using var reader = new RecordReader();
        while (Finished.TryGetValue(subject, out var run) && run.FinishedAt > expiredBefore)
        {
            try
            {
                return Read(reader, subject, run);
            }
            catch (ObjectDisposedException) when (!_isClosed)
            {
                // Its segment was written anew, or dropped, in this moment: look again.
            }
        }
        return null;
    }

    /// <summary>Reads what happened in a session, oldest first. What is damaged is missing.</summary>
    public IReadOnlyList<SessionEvent> Read(SessionTail tail)
    {
        while (true)
        {
            try
            {
                return tail.Read();
            }
            catch (ObjectDisposedException) when (!_isClosed)
            {
                // As above.
            }
        }
    }

    public void Dispose()
    {
        _isClosed = true;
        generations.Dispose();
        sessions.Dispose();
    }

    private void Distrust(SegmentFamily family)
    {
        family.Roll();
        if (family.Segments is [.., var newest])
            Distrusted[newest] = true;
    }

    private StoredGeneration? Read(RecordReader reader, Guid subject, StoredRun run)
    {
        var assembly = new GenerationAssembly(clock);
        try
        {
            var records = reader.ReadRun(run.Segment, run.Offset, run.Length);
            while (records.Next())
                if (records.Header.Subject == subject)
                    assembly.Add(records.Header, records.Payload);
        }
        catch (Exception exception) when (exception is DamagedRecordException or InvalidDataException or IOException)
        {
            // It was whole when it was indexed. What stands before the damage can still be read.
        }
        return assembly.Build();
    }
}
