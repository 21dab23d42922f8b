namespace Tokenrill.TestKit;

/// <summary>Time that moves only when a test says so. Timers fire on the thread that moves it, in the order in which they
/// fall due, each period of its own, and each sees the moment it was due as now.</summary>
public sealed class FakeTime : TimeProvider
{
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly Lock _advancing = new();
    private readonly List<FakeTimer> _armed = [];
    private readonly List<Wish> _wishes = [];
    private long _now = TimeSpan.TicksPerHour;
    private long _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => Epoch + TimeSpan.FromTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>How many timers are to fire.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (_lock)
                return _armed.Count;
        }
    }

    /// <summary>Moves time on, through every timer on the way.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        // One mover at a time; a callback may move time further.
        lock (_advancing)
        {
            var target = GetTimestamp() + by.Ticks;
            while (TakeDue(target) is { } timer)
                timer.Fire();
            lock (_lock)
                Interlocked.Exchange(ref _now, Math.Max(_now, target));
        }
    }

    /// <summary>Completes once this many timers are armed that are to fire in exactly this long from now, whether they are
    /// already or yet will be: the way to know that something waits before time is moved.</summary>
    public Task Armed(TimeSpan delay, int count = 1)
    {
        lock (_lock)
        {
            var wish = new Wish(_now + delay.Ticks, count, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            _wishes.Add(wish);
            Grant();
            return wish.Granted.Task;
        }
    }

    private FakeTimer? TakeDue(long target)
    {
        lock (_lock)
        {
            var next = _armed.MinBy(static timer => (timer.Due, timer.Order));
            if (next is null || next.Due > target)
                return null;
            Interlocked.Exchange(ref _now, Math.Max(_now, next.Due));
            if (next.Period > 0)
                Arm(next, next.Due + next.Period);
            else
                _armed.Remove(next);
            return next;
        }
    }

    private bool Change(FakeTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            _armed.Remove(timer);
            if (timer.IsDisposed)
                return false;
            timer.Period = Math.Max(0, period.Ticks);
            if (dueTime >= TimeSpan.Zero)
            {
                _armed.Add(timer);
                Arm(timer, _now + dueTime.Ticks);
            }
            return true;
        }
    }

    private void Arm(FakeTimer timer, long due)
    {
        timer.Due = due;
        timer.Order = _order++;
        Grant();
    }

    private void Grant() => _wishes.RemoveAll(wish =>
        _armed.Count(timer => timer.Due == wish.Due) >= wish.Count && wish.Granted.TrySetResult());

    private sealed record Wish(long Due, int Count, TaskCompletionSource Granted);

    private sealed class FakeTimer(FakeTime time, TimerCallback callback, object? state) : ITimer
    {
        public long Due { get; set; }

        public long Order { get; set; }

        public long Period { get; set; }

        public bool IsDisposed { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period) => time.Change(this, dueTime, period);

        public void Fire()
        {
            if (!IsDisposed)
                callback(state);
        }

        public void Dispose()
        {
            IsDisposed = true;
            time.Change(this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
