using System.Threading.Tasks.Sources;
using Tokenrill.Time;

namespace Tokenrill.Logs;

/// <summary>
/// One reader of a log at its own place: the first read and the resumed read are the same. Take what is there with
/// <see cref="TryRead"/>, wait for more with <see cref="WaitAsync"/>. Waiting allocates nothing. Not for use by two
/// threads at once, but <see cref="Cancel"/> may be called from anywhere.
/// </summary>
public sealed class LogReader : IValueTaskSource, ISwept, IThreadPoolWorkItem, IDisposable
{
    private readonly GenerationLog _log;
    private readonly Sweep _sweep;
    private readonly Clock _clock;
    private readonly Action? _onDispose;
    private ManualResetValueTaskSourceCore<bool> _wake;
    private long _wakeAt = long.MaxValue;
    private long _sweepAt = long.MinValue;
    private int _waiting;
    private int _listed;
    private int _disposed;
    private volatile bool _cancelled;

    internal LogReader(GenerationLog log, int after, Clock clock, Sweep sweep, Action? onDispose = null)
    {
        _log = log;
        _clock = clock;
        _sweep = sweep;
        _onDispose = onDispose;
        Position = after;
        ((ISwept)this).SweepIndex = -1;
        sweep.Add(this);
    }

    /// <summary>The sequence number of the last event read; 0 before the first.</summary>
    public int Position { get; private set; }

    /// <summary>The log being read.</summary>
    public GenerationLog Log => _log;

    /// <summary>Whether <see cref="Cancel"/> was called: there is nobody to read for any more.</summary>
    public bool IsCancelled => _cancelled;

    /// <summary>Whether the last event read was terminal: nothing will follow.</summary>
    public bool IsAtEnd => Position > 0 && _log.Entry(Position).Kind.IsTerminal();

    /// <summary>Whether the moment given to <see cref="WakeIn"/> has come.</summary>
    public bool IsDue => _clock.Now >= Volatile.Read(ref _wakeAt);

    internal LogReader? NextWaiting { get; set; }

    int ISwept.SweepIndex { get; set; }

    long ISwept.SweepAt
    {
        get => Volatile.Read(ref _sweepAt);
        set => Volatile.Write(ref _sweepAt, value);
    }

    long ISwept.DueAt => Volatile.Read(ref _wakeAt);

    /// <summary>The next event, when there is one.</summary>
    public bool TryRead(out LogEvent next)
    {
        if (Position >= _log.LastSequence)
        {
            next = default;
            return false;
        }
        Position++;
        next = _log[Position];
        return true;
    }

    /// <summary>Asks to be woken once after this long, events or not, to within 50 ms (heartbeats, bounded waits).
    /// <see cref="Timeout.InfiniteTimeSpan"/> takes it back.</summary>
    public void WakeIn(TimeSpan delay)
    {
        Volatile.Write(ref _wakeAt, delay == Timeout.InfiniteTimeSpan ? long.MaxValue : _clock.Now + delay.Ticks);
        _sweep.Hasten(this);
    }

    /// <summary>Completes when there is more to read, when the moment of <see cref="WakeIn"/> has come, or after
    /// <see cref="Cancel"/>; sometimes for no reason, so look again. Continues on the thread that woke it, with many
    /// readers on one of the pool.</summary>
    public ValueTask WaitAsync()
    {
        _wake.Reset();
        // Interlocked on purpose: what follows must not be read before this is seen (see Delisted and LogWaiters).
        Interlocked.Exchange(ref _waiting, 1);
        if (Interlocked.Exchange(ref _listed, 1) == 0)
            _log.Enlist(this);
        if (Position < _log.LastSequence || _cancelled || IsDue)
            Signal();
        return new ValueTask(this, _wake.Version);
    }

    /// <summary>Reads on to the terminal event, for whoever answers in one piece.</summary>
    /// <returns>False when the reader was cancelled before.</returns>
    public async ValueTask<bool> ReadToEndAsync()
    {
        while (!IsAtEnd)
        {
            if (_cancelled)
                return false;
            if (!TryRead(out _))
                await WaitAsync();
        }
        return true;
    }

    /// <summary>Nobody reads here any more: wakes the reader for good.</summary>
    public void Cancel()
    {
        _cancelled = true;
        Signal();
    }

    /// <summary>Leaves the log. The generation learns that it has one reader less.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        _cancelled = true;
        _sweep.Remove(this);
        _onDispose?.Invoke();
    }

    /// <summary>The writer took this reader off the stack of those that wait.</summary>
    internal void Delisted()
    {
        Interlocked.Exchange(ref _listed, 0);
        Signal();
    }

    void IThreadPoolWorkItem.Execute() => LogWaiters.WakeChain(this);

    bool ISwept.IsDue(long now) => now >= Volatile.Read(ref _wakeAt) && Volatile.Read(ref _waiting) == 1;

    void ISwept.OnDue(long now) => Signal();

    void IValueTaskSource.GetResult(short token) => _wake.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wake.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wake.OnCompleted(continuation, state, token, flags);

    private void Signal()
    {
        if (Interlocked.Exchange(ref _waiting, 0) == 1)
            _wake.SetResult(true);
    }
}
