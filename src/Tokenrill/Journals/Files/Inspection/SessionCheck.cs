using Tokenrill.Sessions;

namespace Tokenrill.Journals.Files;

/// <summary>Checks the records of sessions for what they mean: whether what happened in each is there without a gap.</summary>
internal sealed class SessionCheck
{
    private readonly Dictionary<Guid, (SessionKey Key, int Last, int Messages)> _sessions = [];
    private readonly Dictionary<Guid, Guid> _erased = [];
    private readonly HashSet<Guid> _erasedSessions = [];

    /// <summary>The generations of deleted sessions, and whose they were.</summary>
    public IReadOnlyDictionary<Guid, Guid> Erased => _erased;

    /// <summary>The deleted sessions of which something was found.</summary>
    public HashSet<Guid> Pending { get; } = [];

    public int Sessions => _sessions.Count;

    public int Messages => _sessions.Values.Sum(session => session.Messages);

    /// <summary>Takes a record.</summary>
    /// <returns>The moment it tells of, where it does.</returns>
    /// <exception cref="InvalidDataException">It makes no sense, or events before it are missing.</exception>
    public DateTimeOffset? Add(in RecordHeader header, RecordPlace place, ReadOnlySpan<byte> payload)
    {
        if ((JournalKind)header.Kind == JournalKind.SessionErased)
        {
            Erase(header.Subject, SessionRecords.ReadErased(payload));
            return null;
        }
        if (_erasedSessions.Contains(header.Subject))
        {
            Pending.Add(header.Subject);
            return null;
        }
        return Add(header, payload);
    }

    private void Erase(Guid session, SessionErased erased)
    {
        _erasedSessions.Add(session);
        foreach (var generation in erased.Generations)
            _erased[SubjectId.TryParse(generation, out var subject) ? subject : throw new InvalidDataException("A deleted session has a generation whose id is none.")] = session;
        if (_sessions.Remove(session))
            Pending.Add(session);
    }

    private DateTimeOffset? Add(in RecordHeader header, ReadOnlySpan<byte> payload)
    {
        var id = SubjectId.OfSession(header.Subject);
        var key = SessionRecords.ReadSession(header.Subject, payload).Key;
        if (_sessions.TryGetValue(header.Subject, out var session) && session.Key != key)
            throw new InvalidDataException($"A record of {id} says that it is another session's.");
        var before = session.Last;
        var sequence = header.Sequence;
        DateTimeOffset? at = null;
        foreach (var happened in SessionRecords.ReadEvents(header, payload))
        {
            if (happened.Sequence != sequence)
                throw new InvalidDataException($"Event {sequence} of {id} says that it is event {happened.Sequence}.");
            // One that was written again, because nobody knew whether it had reached the disk, counts once.
            if (sequence > session.Last && happened is MessageCreated)
                session.Messages++;
            session.Last = Math.Max(session.Last, sequence++);
            at = happened.At;
        }
        _sessions[header.Subject] = (key, session.Last, session.Messages);
        if (header.Sequence > before + 1)
            throw new InvalidDataException(
                header.Sequence == before + 2 ? $"Event {before + 1} of {id} is missing before this." : $"Events {before + 1} to {header.Sequence - 1} of {id} are missing before this.");
        return at;
    }
}
