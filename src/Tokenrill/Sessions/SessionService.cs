using Tokenrill.Generations;
using Tokenrill.Journals;
using Tokenrill.Options;
using Tokenrill.Signals;
using Tokenrill.Time;

namespace Tokenrill.Sessions;

/// <summary>The engine's front door to sessions. Every call says who asks, and nobody meets a session of somebody else. What is changed is
/// acknowledged after <see cref="StoredAsync"/>.</summary>
public sealed class SessionService
{
    private readonly SessionDirectory _directory;
    private readonly ISessionGate _gate;
    private readonly IJournal _journal;
    private readonly GenerationRegistry _generations;
    private readonly IdempotencyKeys _keys;
    private readonly SignalOptions _signals;
    private readonly Clock _clock;

    internal SessionService(
        SessionDirectory directory, ISessionGate gate, IJournal journal, GenerationRegistry generations, IdempotencyKeys keys, SignalOptions signals, Clock clock)
    {
        _directory = directory;
        _gate = gate;
        _journal = journal;
        _generations = generations;
        _keys = keys;
        _signals = signals;
        _clock = clock;
    }

    /// <summary>Begins a session; one that is there already is given as it is.</summary>
    /// <param name="caller">Whose it will be.</param>
    /// <param name="id">Its name, 1 to 128 characters; null for a new one.</param>
    /// <param name="title">Its title, up to <see cref="SessionTitle.Most"/> characters; null to take it from the first message.</param>
    /// <param name="isNew">Whether it was not there before.</param>
    /// <exception cref="TokenrillException">The name or the title is not one.</exception>
    public Session Create(Caller caller, string? id, string? title, out bool isNew)
    {
        GenerationRequestCheck.EnsureName("id", id);
        EnsureTitle(title);
        return _directory.GetOrAdd(new(caller.Name, id ?? Identifiers.NewSession(_clock.UtcNow)), title, out isNew);
    }

    /// <summary>Completes when what was done to sessions before may be acknowledged.</summary>
    /// <exception cref="TokenrillException"><see cref="ErrorCode.StorageUnavailable"/>: it cannot be stored.</exception>
    public ValueTask StoredAsync(CancellationToken cancellationToken) => _journal.StoredAsync(cancellationToken);

    /// <summary>The caller's session by that name.</summary>
    /// <exception cref="TokenrillException"><see cref="ErrorCode.NotFound"/>: there is none, or it is somebody else's.</exception>
    public Session Find(Caller caller, string id) => FindOrDefault(caller, id) ?? throw NoSuchSession();

    /// <summary>The caller's session by that name; null when there is none, or it is somebody else's.</summary>
    public Session? FindOrDefault(Caller caller, string id) => _directory.Find(new(caller.Name, id));

    /// <summary>The caller's session by that name, with what was said in it in memory.</summary>
    /// <exception cref="TokenrillException"><see cref="ErrorCode.NotFound"/>: there is none, or it is somebody else's.</exception>
    public async ValueTask<Session> FindAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var session = Find(caller, id);
        await session.LoadAsync(cancellationToken);
        return session;
    }

    /// <summary>As <see cref="FindAsync"/>; null when there is none.</summary>
    public async ValueTask<Session?> FindOrDefaultAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var session = FindOrDefault(caller, id);
        if (session is not null)
            await session.LoadAsync(cancellationToken);
        return session;
    }

    /// <summary>The caller's sessions, newest first.</summary>
    /// <param name="caller">Whose.</param>
    /// <param name="before">Only those before this one in the list: the last of the page before. Null for the first page.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="hasMore">Whether there are older ones.</param>
    public IReadOnlyList<Session> List(Caller caller, SessionPlace? before, int most, out bool hasMore)
    {
        var page = _directory.All
            .Where(session => session.Owner == caller.Name && (before is not { } place || place.IsBehind(session)))
            .OrderByDescending(session => session.CreatedAt)
            .Take(most + 1)
            .ToList();
        hasMore = page.Count > most;
        return hasMore ? page[..most] : page;
    }

    /// <summary>How many sessions the caller has.</summary>
    public int Count(Caller caller) => _directory.All.Count(session => session.Owner == caller.Name);

    /// <summary>Gives a session another title.</summary>
    /// <exception cref="TokenrillException">There is no such session, or it is no title.</exception>
    public Session Rename(Caller caller, string id, string title)
    {
        EnsureTitle(title);
        var session = Find(caller, id);
        session.Rename(title);
        return session;
    }

    /// <summary>The generation that is active in a session, if one is.</summary>
    public async ValueTask<Generation?> FindActiveAsync(Session session, CancellationToken cancellationToken) =>
        await _gate.FindActiveAsync(session.Key, cancellationToken) is { } active ? _generations.Find(active) : null;

    /// <summary>Deletes a session with all that was said in it: what runs there is stopped, and its generations can be read no more.</summary>
    /// <exception cref="TokenrillException"><see cref="ErrorCode.NotFound"/>: there is none, or it is somebody else's.</exception>
    /// <returns>Completes when nothing of it is left where it was stored.</returns>
    public Task DeleteAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var session = Find(caller, id);
        if (!_directory.Remove(session))
            throw NoSuchSession();
        var generations = session.Delete();
        // First, so that what is read from where it is stored in this moment is not found any more either.
        var erased = _journal.EraseAsync(session, generations, cancellationToken);
        Discard([.. generations.Select(_generations.Find).OfType<Generation>()]);
        _generations.Erase(generations);
        _keys.Release(generations.ToHashSet(StringComparer.Ordinal));
        return erased;
    }

    /// <summary>The caller's session that has this signal.</summary>
    /// <exception cref="TokenrillException"><see cref="ErrorCode.NotFound"/>: there is none, or it is somebody else's.</exception>
    public Session FindBySignal(Caller caller, string signal) =>
        _directory.All.FirstOrDefault(session => session.Owner == caller.Name && session.Signals.Has(signal)) ?? throw NoSuchSignal();

    /// <summary>Says that a signal of a session is of no use, and gives it. Said again, it changes nothing.</summary>
    /// <exception cref="TokenrillException"><see cref="ErrorCode.NotFound"/>: there is no such session or signal, or it is somebody else's.</exception>
    public Signal Dismiss(Caller caller, string id, string signal) => Find(caller, id).Signals.Dismiss(signal) ?? throw NoSuchSignal();

    /// <summary>How long whoever asks for a session's signals again and again does well to wait before the next time; null when
    /// there is nothing to wait for until somebody says something.</summary>
    public TimeSpan? NextSignalPoll(Session session) =>
        SignalSchedule.NextPoll(_signals.Model is not null, session.Signals.All.Any(signal => !signal.IsDismissed), _clock.UtcNow - session.UpdatedAt);

    /// <summary>Has each session that begins from now on listened to.</summary>
    internal void Listen(Func<Session, ISessionListener> listen) => _directory.Listen = listen;

    /// <summary>Lets nobody find any of them any more, and stops those that run: whoever sees one stop finds it gone.</summary>
    internal void Discard(params IReadOnlyCollection<Generation> generations)
    {
        _generations.Forget(generations);
        foreach (var generation in generations)
            generation.Stop();
    }

    /// <summary>Ends all who follow a session's log: the server stops.</summary>
    internal void Close()
    {
        foreach (var session in _directory.All)
            session.Log.Close();
    }

    private static TokenrillException NoSuchSession() => new(ErrorCode.NotFound, "There is no such session.");

    private static TokenrillException NoSuchSignal() => new(ErrorCode.NotFound, "There is no such signal.");

    private static void EnsureTitle(string? title)
    {
        if (title is not null && (title.Trim().Length == 0 || title.Length > SessionTitle.Most || title.Any(char.IsControl)))
            throw TokenrillException.Invalid("title", $"must be 1 to {SessionTitle.Most} characters, none of them a control character");
    }
}
