using System.Collections.Concurrent;
using Tokenrill.Generations;
using Tokenrill.Models;
using Tokenrill.Options;
using Tokenrill.Time;

namespace Tokenrill.Sessions;

/// <summary>The sessions there are. They are kept until they are deleted, or until there are more, or more was said in them, than may
/// be kept: then those that were silent longest are forgotten.</summary>
internal sealed class SessionDirectory(SessionOptions options, Clock clock)
{
    private readonly ConcurrentDictionary<SessionKey, Session> _sessions = [];
    private readonly Lock _forgetting = new();
    private long _lastCreated;
    private long _bytes;
    private int _count;

    /// <summary>Gives each session that begins its listener; null when nobody listens. To be set before the first session.</summary>
    public Func<Session, ISessionListener>? Listen { get; set; }

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
        var added = new Session(clock, key, title, NextMoment(), Listen, by => Interlocked.Add(ref _bytes, by));
        there = _sessions.GetOrAdd(key, added);
        isNew = there == added;
        if (isNew)
        {
            Interlocked.Increment(ref _count);
            ForgetSurplus();
        }
        return there;
    }

    public void Remove(Session session)
    {
        if (_sessions.TryRemove(KeyValuePair.Create(session.Key, session)))
            Interlocked.Decrement(ref _count);
    }

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
            if (session.Begin(generation, said, request.WithHistory ? options.HistoryCharacters : 0, out var history) is not { } turn)
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

    /// <summary>Now, or a little later: never the same twice.</summary>
    private DateTimeOffset NextMoment()
    {
        while (true)
        {
            var last = Volatile.Read(ref _lastCreated);
            var next = Math.Max(clock.UtcNow.UtcTicks, last + 1);
            if (Interlocked.CompareExchange(ref _lastCreated, next, last) == last)
                return new DateTimeOffset(next, TimeSpan.Zero);
        }
    }

    private void ForgetSurplus()
    {
        // A count of its own: the dictionary's takes all of its locks, and every turn comes by here.
        if (Volatile.Read(ref _count) > options.Kept || Interlocked.Read(ref _bytes) > options.MemoryBytes)
            ForgetSome();
    }

    /// <summary>A hundredth more than there must be, so that looking for the oldest is rare.</summary>
    private void ForgetSome()
    {
        lock (_forgetting)
        {
            var (count, bytes) = (options.Kept - (options.Kept / 100), options.MemoryBytes - (options.MemoryBytes / 100));
            foreach (var session in _sessions.Values.Where(session => !session.HasTurns).OrderBy(session => session.UpdatedAt).ToList())
            {
                if (Volatile.Read(ref _count) <= count && Interlocked.Read(ref _bytes) <= bytes)
                    return;
                Remove(session);
                session.Delete();
            }
        }
    }
}
