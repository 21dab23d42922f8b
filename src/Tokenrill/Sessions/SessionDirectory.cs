using System.Collections.Concurrent;
using Tokenrill.Generations;
using Tokenrill.Journals;
using Tokenrill.Models;
using Tokenrill.Options;
using Tokenrill.Time;

namespace Tokenrill.Sessions;

/// <summary>The sessions there are. They are kept until they are deleted. When there are more, or more was said in them, than memory may
/// hold, what was said in those that were silent longest is let go of; where it is not stored, they are forgotten.</summary>
internal sealed class SessionDirectory
{
    private readonly ConcurrentDictionary<SessionKey, Session> _sessions = [];
    private readonly Lock _forgetting = new();
    private readonly SessionOptions _options;
    private readonly SessionServices _services;
    private long _lastCreated;
    private long _bytes;
    private int _count;

    public SessionDirectory(SessionOptions options, Clock clock, IJournal journal)
    {
        _options = options;
        _services = new SessionServices(clock, journal, Grew);
    }

    /// <summary>Gives each session that begins its listener; null when nobody listens. To be set before the first session.</summary>
    public Func<Session, ISessionListener>? Listen
    {
        set => _services.Listen = value;
    }

    public IEnumerable<Session> All => _sessions.Values;

    public Session? Find(SessionKey key) => _sessions.GetValueOrDefault(key);

    /// <summary>The session by that name, new if there was none.</summary>
    public Session GetOrAdd(SessionKey key, string? title, out bool isNew)
    {
        if (_sessions.TryGetValue(key, out var there))
        {
            isNew = false;
            return there;
        }
        var added = new Session(_services, key, title, NextMoment());
        there = _sessions.GetOrAdd(key, added);
        isNew = there == added;
        if (isNew)
        {
            Grew(0, 1);
            _services.Journal.Happened(there, [new SessionStep(new SessionBegun(title) { At = there.CreatedAt }, null)]);
            ForgetSurplus();
        }
        return there;
    }

    /// <summary>A session that was stored. What was said in it stays where it is.</summary>
    public Session Restore(SessionOutline outline)
    {
        var session = new Session(_services, outline);
        _sessions[outline.Key] = session;
        _lastCreated = Math.Max(_lastCreated, outline.CreatedAt.UtcTicks);
        return session;
    }

    /// <returns>Whether it was there.</returns>
    public bool Remove(Session session) => _sessions.TryRemove(KeyValuePair.Create(session.Key, session));

    /// <summary>What was said in a session will be wanted: has it in memory.</summary>
    public Task PrepareAsync(SessionKey key, CancellationToken cancellationToken) => Find(key)?.LoadAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>A generation that has its session begins its turn there.</summary>
    public SessionTurn Begin(Generation generation)
    {
        var request = generation.Request;
        var said = request.Ask.Messages is [.., { Role: ChatRole.User } last] ? last : null;
        if (request.Said is { } words)
            said = new ChatMessage(ChatRole.User, words);
        while (true)
        {
            var session = GetOrAdd(new(generation.Owner, request.Session!), null, out _);
            if (session.Begin(generation, said, request.WithHistory ? _options.HistoryCharacters : 0, out var history) is not { } turn)
            {
                Remove(session);
                continue;
            }
            if (history.Count > 0)
                generation.Precede(history);
            // Not where a session has its lock: forgetting takes the locks of others.
            ForgetSurplus();
            return turn;
        }
    }

    private void Grew(long bytes, int sessions)
    {
        Interlocked.Add(ref _bytes, bytes);
        Interlocked.Add(ref _count, sessions);
    }

    /// <summary>Now, or a little later: never the same twice.</summary>
    private DateTimeOffset NextMoment()
    {
        while (true)
        {
            var last = Volatile.Read(ref _lastCreated);
            var next = Math.Max(_services.Clock.UtcNow.UtcTicks, last + 1);
            if (Interlocked.CompareExchange(ref _lastCreated, next, last) == last)
                return new DateTimeOffset(next, TimeSpan.Zero);
        }
    }

    private void ForgetSurplus()
    {
        // A count of its own: the dictionary's takes all of its locks, and every turn comes by here.
        if (Volatile.Read(ref _count) > _options.Kept || Interlocked.Read(ref _bytes) > _options.MemoryBytes)
            ForgetSome();
    }

    /// <summary>A hundredth more than there must be, so that looking for the oldest is rare.</summary>
    private void ForgetSome()
    {
        lock (_forgetting)
        {
            var (count, bytes) = (_options.Kept - (_options.Kept / 100), _options.MemoryBytes - (_options.MemoryBytes / 100));
            foreach (var session in _sessions.Values.Where(session => session.IsInMemory && !session.HasTurns).OrderBy(session => session.UpdatedAt).ToList())
            {
                if (Volatile.Read(ref _count) <= count && Interlocked.Read(ref _bytes) <= bytes)
                    return;
                if (_services.Journal.IsLasting)
                {
                    session.Park();
                    continue;
                }
                Remove(session);
                session.Delete();
            }
        }
    }
}
