using Tokenrill.Time;

namespace Tokenrill.Sessions;

/// <summary>What happened in a session, in order. Whoever follows it is told at once and need not ask again and again.
/// The last <see cref="Kept"/> events can be read; a cursor before them is refused, never silently moved.</summary>
public sealed class SessionLog
{
    /// <summary>How many events are kept.</summary>
    public const int Kept = 1000;

    private readonly Clock _clock;
    private readonly Lock _lock = new();
    private readonly Queue<SessionEvent> _events = new();
    private TaskCompletionSource _changed = NewSignal();
    private int _last;
    private bool _closed;

    internal SessionLog(Clock clock, string id)
    {
        _clock = clock;
        Id = id;
    }

    /// <summary>Tells this log from that of another session by the same name, which was deleted or which a restart forgot.</summary>
    public string Id { get; }

    /// <summary>The sequence number of the last event; 0 while there is none.</summary>
    public int LastSequence
    {
        get
        {
            lock (_lock)
                return _last;
        }
    }

    /// <summary>The events behind <paramref name="after"/> that are there now.</summary>
    /// <param name="after">The last event known; null for all that are kept.</param>
    /// <param name="isClosed">Whether nothing will follow: the session was deleted, or the server stops.</param>
    /// <exception cref="TokenrillException">There is no such event yet, or what follows it is no longer kept.</exception>
    public IReadOnlyList<SessionEvent> After(int? after, out bool isClosed)
    {
        lock (_lock)
        {
            isClosed = _closed;
            var dropped = _last - _events.Count;
            if (after > _last)
                throw new TokenrillException(ErrorCode.NotFound, $"after: event {after} is not known; the last one is {_last}") { Field = "after" };
            if (after < dropped)
                throw new TokenrillException(ErrorCode.CursorExpired, $"after: what follows event {after} is no longer kept; the earliest event kept is {dropped + 1}") { Field = "after" };
            return after == _last ? [] : [.. _events.Skip((after ?? dropped) - dropped)];
        }
    }

    /// <summary>Waits until there is more than <paramref name="after"/>, or the log is closed.</summary>
    /// <returns>False when nothing came for as long as <paramref name="most"/>.</returns>
    public async Task<bool> WaitAsync(int after, TimeSpan most, CancellationToken cancellationToken)
    {
        Task changed;
        lock (_lock)
        {
            if (_last > after || _closed)
                return true;
            changed = _changed.Task;
        }
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(changed, Task.Delay(most, _clock.Provider, over.Token));
        cancellationToken.ThrowIfCancellationRequested();
        // Otherwise its timer would live on, one for each event of a busy session.
        await over.CancelAsync();
        return first == changed;
    }

    internal void Append(SessionEvent happened)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            if (_closed)
                return;
            _events.Enqueue(happened with { Sequence = ++_last, At = _clock.UtcNow });
            if (_events.Count > Kept)
                _events.Dequeue();
            changed = _changed;
            _changed = NewSignal();
        }
        changed.TrySetResult();
    }

    /// <summary>Nothing follows any more.</summary>
    internal void Close()
    {
        lock (_lock)
            _closed = true;
        _changed.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
