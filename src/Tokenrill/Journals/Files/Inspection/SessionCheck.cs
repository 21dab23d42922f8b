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

    private DateTimeOffset Add(in RecordHeader header, ReadOnlySpan<byte> payload)
    {
        var id = SubjectId.OfSession(header.Subject);
        var key = SessionRecords.ReadSession(header.Subject, payload).Key;
        var happened = SessionRecords.ReadEvent((JournalKind)header.Kind, payload);
        var isKnown = _sessions.TryGetValue(header.Subject, out var session);
        if (isKnown && session.Key != key)
            throw new InvalidDataException($"A record of {id} says that it is another session's.");
        if (happened.Sequence != header.Sequence)
            throw new InvalidDataException($"Event {header.Sequence} of {id} says that it is event {happened.Sequence}.");
        // One that was written again, because nobody knew whether it had reached the disk, counts once.
        var isNew = !isKnown || happened.Sequence > session.Last;
        _sessions[header.Subject] = (key, Math.Max(session.Last, happened.Sequence), session.Messages + (isNew && happened is MessageCreated ? 1 : 0));
        if (happened.Sequence > session.Last + 1)
            throw new InvalidDataException(
                happened.Sequence == session.Last + 2 ? $"Event {session.Last + 1} of {id} is missing before this." : $"Events {session.Last + 1} to {happened.Sequence - 1} of {id} are missing before this.");
        return happened.At;
    }
}
