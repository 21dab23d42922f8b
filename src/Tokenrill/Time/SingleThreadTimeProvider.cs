namespace Tokenrill.Time;

/// <summary>The system's time, with timers that fire on one thread of their own, one after the other: for what ticks all the time. A tick of the runtime's
/// timers wakes its timer thread, one or two threads of the pool, and the timer thread again; here it wakes one.</summary>
/// <remarks>What is called must be short, because the next one waits for it, and must not wait for another of these timers. The thread begins with the first
/// timer that is armed, sleeps while none is, and ends with the process.</remarks>
/// <param name="threadName">What the thread is called: a tool that shows threads shows it.</param>
public sealed class SingleThreadTimeProvider(string threadName) : TimeProvider
{
    private readonly object _lock = new();
    private readonly PriorityQueue<SingleThreadTimer, long> _armed = new();
    private bool _isRunning;

    /// <summary>How many timers are to fire.</summary>
    internal int ArmedCount
    {
        get
        {
            lock (_lock)
                return _armed.Count;
        }
    }

    /// <summary>Makes a timer, and arms it.</summary>
    /// <param name="callback">Called on the thread of these timers, without the caller's execution context.</param>
    /// <param name="state">Given to it.</param>
    /// <param name="dueTime">After how long it fires first, from zero to some 49 days; infinite: not before it is changed.</param>
    /// <param name="period">How long after that it fires again, and again, as far; infinite or zero: once. One that comes too late for its next time fires at once, and only once for all that it missed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time is shorter or longer than that.</exception>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SingleThreadTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Has a timer fire after that time, and no longer when it was to before.</summary>
    internal void Arm(SingleThreadTimer timer, TimeSpan dueTime)
    {
        lock (_lock)
        {
            _armed.Remove(timer, out _, out _);
            // Disposed of meanwhile: nobody would take it out again.
            if (dueTime == Timeout.InfiniteTimeSpan || timer.IsDisposed)
                return;
            var dueAt = GetTimestamp() + Timestamps(dueTime);
            var isFirst = !_armed.TryPeek(out _, out var first) || dueAt < first;
            _armed.Enqueue(timer, dueAt);
            if (!_isRunning)
                Start();
            else if (isFirst)
                Monitor.Pulse(_lock);
        }
    }

    private void Start()
    {
        _isRunning = true;
        new Thread(Run) { IsBackground = true, Name = threadName }.Start();
    }

    private void Run()
    {
        while (true)
            Next().Fire();
    }

    /// <summary>Waits for the next that is due; one with a period is armed anew, from when it was due.</summary>
    private SingleThreadTimer Next()
    {
        lock (_lock)
        {
            while (true)
            {
                var rest = Timeout.Infinite;
                if (_armed.TryPeek(out var timer, out var dueAt) && (rest = Milliseconds(dueAt - GetTimestamp())) == 0)
                {
                    _armed.Dequeue();
                    if (timer.Period != Timeout.InfiniteTimeSpan)
                        _armed.Enqueue(timer, Math.Max(dueAt + Timestamps(timer.Period), GetTimestamp()));
                    return timer;
                }
                Monitor.Wait(_lock, rest);
            }
        }
    }

    private long Timestamps(TimeSpan time) => (long)(time.TotalSeconds * TimestampFrequency);

    // Rounded up: who is woken a little early would have to wait again.
    private int Milliseconds(long timestamps) =>
        (int)Math.Clamp(Math.Ceiling(timestamps * 1000.0 / TimestampFrequency), 0, int.MaxValue);
}
