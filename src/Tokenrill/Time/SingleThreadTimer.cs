namespace Tokenrill.Time;

/// <summary>A timer of a <see cref="SingleThreadTimeProvider"/>.</summary>
internal sealed class SingleThreadTimer(SingleThreadTimeProvider time, TimerCallback callback, object? state) : ITimer
{
    // As far as the runtime's timers go.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private volatile bool _isDisposed;
    private long _period = Timeout.InfiniteTimeSpan.Ticks;

    /// <summary>Whether it is to fire no more.</summary>
    public bool IsDisposed => _isDisposed;

    /// <summary>How often it fires after the first time; infinite: never.</summary>
    public TimeSpan Period => new(Volatile.Read(ref _period));

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        if (_isDisposed)
            return false;
        Volatile.Write(ref _period, period == TimeSpan.Zero ? Timeout.InfiniteTimeSpan.Ticks : period.Ticks);
        time.Arm(this, dueTime);
        return true;
    }

    /// <summary>On the thread of its provider.</summary>
    public void Fire()
    {
        if (!_isDisposed)
            callback(state);
    }

    /// <summary>Fires no more, but for a call that is under way.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        time.Arm(this, Timeout.InfiniteTimeSpan);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    private static void Check(TimeSpan time, string name)
    {
        if (time == Timeout.InfiniteTimeSpan)
            return;
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, Longest, name);
    }
}
