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
    public FinishedGenerations Finished { get; } = new();

    /// <summary>The generations of this process whose end is not stored yet.</summary>
    public ConcurrentDictionary<Guid, GenerationTail> Unfinished { get; } = [];

    public ConcurrentDictionary<Guid, SessionTail> SessionTails { get; } = [];

    /// <summary>Segments that may hold records which count elsewhere: writing to them failed, and what they had taken was written again.</summary>
    public ConcurrentDictionary<Segment, bool> Distrusted { get; } = [];

    /// <summary>Of generations that are neither finished nor being written: the first segment that has pieces of them.</summary>
    public ConcurrentDictionary<Guid, int> FirstSegments { get; } = [];

    /// <summary>Generations that were found and whose session does not know them: they cannot be read, and go with their session.</summary>
    public ConcurrentDictionary<Guid, SessionKey> Orphans { get; } = [];

    /// <summary>Generations that are being erased: nobody reads them any more.</summary>
    public ConcurrentDictionary<Guid, bool> Erasing { get; } = [];

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

    /// <summary>Whether a finished generation can be read.</summary>
    public bool Has(Guid subject) => Finished.Contains(subject) && !Erasing.ContainsKey(subject);

    /// <summary>The numbers of the first and the last segment that may have something of a generation; 0 when none has.</summary>
    public (int First, int Last) SegmentsOf(Guid generation) =>
        Finished.TryFind(generation, out var run) ? (run.FirstSegment, run.Segment.Number)
        : Unfinished.TryGetValue(generation, out var tail) ? (tail.FirstSegment, int.MaxValue)
        : (FirstSegments.GetValueOrDefault(generation), int.MaxValue);

    /// <summary>Where something of a session is.</summary>
    public IReadOnlyList<RecordPlace> PlacesOf(Guid session) => SessionTails.TryGetValue(session, out var tail) ? tail.Places : [];

    /// <summary>A segment was written anew: what it holds is elsewhere now.</summary>
    public void Move(Segment from, Rewritten rewritten)
    {
        if (Distrusted.TryRemove(from, out _) && rewritten.Segment is { } again)
            Distrusted[again] = true;
        Finished.Move(from, rewritten);
        foreach (var tail in SessionTails.Values)
            tail.Move(from, rewritten.Segment, rewritten.Offsets);
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
        while (!Erasing.ContainsKey(subject) && Finished.TryFind(subject, out var run) && run.EndedBy > expiredBefore)
        {
            try
            {
                return Read(reader, subject, run) is { } stored && stored.Head.FinishedAt?.UtcTicks > expiredBefore ? stored : null;
            }
            catch (ObjectDisposedException)
            {
                LookAgain();
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
            catch (ObjectDisposedException)
            {
                LookAgain();
            }
        }
    }

    public void Dispose()
    {
        _isClosed = true;
        generations.Dispose();
        sessions.Dispose();
    }

    /// <summary>A segment was written anew, or dropped, in this moment: soon it is known what stands for it.</summary>
    /// <exception cref="TokenrillException">All of them were closed.</exception>
    private void LookAgain()
    {
        if (_isClosed)
            throw JournalHealth.Refusal();
        Thread.Yield();
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
