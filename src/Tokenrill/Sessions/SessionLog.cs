using Tokenrill.Time;

namespace Tokenrill.Sessions;

/// <summary>What happened in a session, in order. Whoever follows it is told at once and need not ask again and again.
/// The last <see cref="Kept"/> events can be read; a cursor before them is refused, never silently moved.</summary>
public sealed class SessionLog
{
    /// <summary>How many events are kept.</summary>
    public const int Kept = 1000;

    private readonly Clock _clock;
    private readonly Func<IReadOnlyList<SessionEvent>> _read;
    private readonly Lock _lock = new();
    private Queue<SessionEvent>? _events;
    private TaskCompletionSource _changed = NewSignal();
    private int _last;
    private int _visible;
    private int _waiting;
    private bool _closed;

    /// <summary>A new log, or one that was stored.</summary>
    /// <param name="clock">When things happen.</param>
    /// <param name="id">Its id.</param>
    /// <param name="last">The sequence number of its last event.</param>
    /// <param name="read">Reads its events from where they are stored, which must be all of them.</param>
    internal SessionLog(Clock clock, string id, int last = 0, Func<IReadOnlyList<SessionEvent>>? read = null)
    {
        _clock = clock;
        _last = last;
        _visible = last;
        _read = read ?? (static () => []);
        _events = last == 0 ? new() : null;
        Id = id;
    }

    /// <summary>Tells this log from that of another session by the same name, which was deleted or which a restart forgot.</summary>
    public string Id { get; }

    /// <summary>The sequence number of the last event that may be seen; 0 while there is none.</summary>
    public int LastSequence => Volatile.Read(ref _visible);

    /// <summary>The events behind <paramref name="after"/> that are there now.</summary>
    /// <param name="after">The last event known; null for all that are kept.</param>
    /// <param name="isClosed">Whether nothing will follow: the session was deleted, or the server stops.</param>
    /// <exception cref="TokenrillException">There is no such event yet, or what follows it is no longer kept.</exception>
    public IReadOnlyList<SessionEvent> After(int? after, out bool isClosed)
    {
        lock (_lock)
        {
            isClosed = _closed;
            if (after > _visible)
                throw new TokenrillException(ErrorCode.NotFound, $"after: event {after} is not known; the last one is {_visible}") { Field = "after" };
            if (after == _visible)
                return [];
            var events = Loaded();
            var dropped = _last - events.Count;
            if (after < dropped)
                throw new TokenrillException(ErrorCode.CursorExpired, $"after: what follows event {after} is no longer kept; the earliest event kept is {dropped + 1}") { Field = "after" };
            return [.. events.Skip((after ?? dropped) - dropped).TakeWhile(next => next.Sequence <= _visible)];
        }
    }

    /// <summary>Waits until there is more than <paramref name="after"/>, or the log is closed.</summary>
    /// <returns>False when nothing came for as long as <paramref name="most"/>.</returns>
    public async Task<bool> WaitAsync(int after, TimeSpan most, CancellationToken cancellationToken)
    {
        Task changed;
        lock (_lock)
        {
            if (_visible > after || _closed)
                return true;
            changed = _changed.Task;
            Interlocked.Increment(ref _waiting);
        }
        try
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var first = await Task.WhenAny(changed, Task.Delay(most, _clock.Provider, over.Token));
            cancellationToken.ThrowIfCancellationRequested();
            // Otherwise its timer would live on, one for each event of a busy session.
            await over.CancelAsync();
            return first == changed;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Adds an event, which nobody sees before it is published.</summary>
    /// <param name="happened">What happened; its number and its time are given to it here.</param>
    /// <returns>The event as it stands in the log; null when nothing is added any more.</returns>
    internal SessionEvent? Append(SessionEvent happened)
    {
        lock (_lock)
        {
            if (_closed)
                return null;
            var events = Loaded();
            happened = happened with { Sequence = ++_last, At = _clock.UtcNow };
            events.Enqueue(happened);
            if (events.Count > Kept)
                events.Dequeue();
            return happened;
        }
    }

    /// <summary>Lets those who follow see everything up to <paramref name="sequence"/>. Never goes back.</summary>
    internal void Publish(int sequence)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            if (sequence <= _visible)
                return;
            Volatile.Write(ref _visible, sequence);
            changed = _changed;
            _changed = NewSignal();
        }
        changed.TrySetResult();
    }

    /// <summary>Has its events in memory.</summary>
    internal void Load()
    {
        lock (_lock)
            Loaded();
    }

    /// <summary>Lets go of its events, unless somebody follows it.</summary>
    /// <param name="isStored">Whether all of them are stored. Asked under the lock, under which they are handed over.</param>
    internal void Park(Func<bool> isStored)
    {
        lock (_lock)
            if (_waiting == 0 && !_closed && _last > 0 && isStored())
                _events = null;
    }

    /// <summary>Nothing follows any more.</summary>
    internal void Close()
    {
        lock (_lock)
            _closed = true;
        _changed.TrySetResult();
    }

    /// <summary>Its events. Of stored ones, those behind the last that is missing.</summary>
    private Queue<SessionEvent> Loaded()
    {
        if (_events is not null)
            return _events;
        var events = new Queue<SessionEvent>();
        var last = 0;
        foreach (var next in _read().Where(next => next.Sequence > Math.Max(0, _last - Kept)))
        {
            if (last != next.Sequence - 1)
                events.Clear();
            events.Enqueue(next);
            last = next.Sequence;
        }
        if (last != _last)
            events.Clear();
        return _events = events;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
