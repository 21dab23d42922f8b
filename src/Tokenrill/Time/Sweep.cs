namespace Tokenrill.Time;

/// <summary>Something that may fall due: a generation with deadlines, a reader with a heartbeat.</summary>
internal interface ISwept
{
    /// <summary>Its place in the sweep, kept by the sweep; -1 while it is in none.</summary>
    int SweepIndex { get; set; }

    /// <summary>When the sweep will look at it next, kept by the sweep.</summary>
    long SweepAt { get; set; }

    /// <summary>Before this moment it has nothing to do, as things stand. It may move on by itself; when it moves back,
    /// <see cref="Sweep.Hasten"/> must be told. Called under the sweep's lock, as <see cref="IsDue"/>: look, don't act.</summary>
    long DueAt { get; }

    /// <summary>Whether it has something to do at <paramref name="now"/>.</summary>
    bool IsDue(long now);

    /// <summary>Does it. Called without a lock, and at every sweep until it is no longer due.</summary>
    void OnDue(long now);
}

/// <summary>One timer for every deadline and every heartbeat there is: a stream costs a slot in two arrays here, not five
/// timers, and a token only moves a number. A sweep goes over the moments, which lie side by side, and touches only what may
/// be due: moments that have moved on since are found then. Ticks only while there is something to sweep.</summary>
internal sealed class Sweep : IDisposable
{
    /// <summary>How late something can be noticed.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    // On the machine's own time, ticking costs more than a sweep: it gets a thread.
    private static readonly TimeProvider Ticks = new SingleThreadTimeProvider("sweep");

    private readonly Clock _clock;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly List<ISwept> _due = [];
    private ISwept[] _items = new ISwept[16];
    private long[] _moments = new long[16];
    private int _count;
    private bool _ticking;
    private int _sweeping;

    public Sweep(Clock clock)
    {
        _clock = clock;
        var ticks = clock.Provider == TimeProvider.System ? Ticks : clock.Provider;
        _timer = ticks.CreateTimer(static state => ((Sweep)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many items are watched.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Add(ISwept item)
    {
        lock (_lock)
        {
            if (_count == _items.Length)
            {
                Array.Resize(ref _items, _count * 2);
                Array.Resize(ref _moments, _count * 2);
            }
            item.SweepIndex = _count;
            _items[_count] = item;
            _moments[_count++] = MomentOf(item);
            if (_ticking)
                return;
            _ticking = true;
            _timer.Change(Period, Period);
        }
    }

    /// <summary>Its moment may have come nearer. To be called after it was moved; cheap when it was not.</summary>
    public void Hasten(ISwept item)
    {
        // Its moment must be out before what the sweep knows is read. The sweep does it the other way round (see MomentOf), so
        // one of the two sees the other.
        Interlocked.MemoryBarrier();
        if (item.DueAt >= item.SweepAt)
            return;
        lock (_lock)
            if (item.SweepIndex >= 0)
                _moments[item.SweepIndex] = MomentOf(item);
    }

    /// <summary>Takes an item out; doing so again does nothing.</summary>
    public void Remove(ISwept item)
    {
        lock (_lock)
        {
            var index = item.SweepIndex;
            if (index < 0)
                return;
            item.SweepIndex = -1;
            var last = _items[--_count];
            _items[_count] = null!;
            if (index == _count)
                return;
            _items[index] = last;
            _moments[index] = _moments[_count];
            last.SweepIndex = index;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        // Whatever time it is on, timers may overlap; the later tick has nothing to add to the one that still works.
        if (Interlocked.Exchange(ref _sweeping, 1) == 1)
            return;
        try
        {
            var now = _clock.Now;
            Collect(now);
            foreach (var item in _due)
                item.OnDue(now);
        }
        finally
        {
            _due.Clear();
            Volatile.Write(ref _sweeping, 0);
        }
    }

    private void Collect(long now)
    {
        lock (_lock)
        {
            if (_count == 0)
            {
                _ticking = false;
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                return;
            }
            for (var i = 0; i < _count; i++)
            {
                if (_moments[i] > now)
                    continue;
                if (_items[i].IsDue(now))
                    _due.Add(_items[i]);
                else
                    _moments[i] = MomentOf(_items[i]);
            }
        }
    }

    private static long MomentOf(ISwept item)
    {
        item.SweepAt = item.DueAt;
        Interlocked.MemoryBarrier();
        // It may have been moved before it could see what is known of it now.
        return item.SweepAt = Math.Min(item.SweepAt, item.DueAt);
    }
}
