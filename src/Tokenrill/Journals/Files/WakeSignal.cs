using System.Diagnostics;

namespace Tokenrill.Journals.Files;

/// <summary>Wakes one thread, at once or after a while in which more may gather. Said several times before it looks, it counts once. Needs no
/// disposing: whoever comes late wakes nobody.</summary>
/// <remarks>The thread waits by itself. A timer would wake a thread of its own, that one of the pool, and that one this, for every batch; and
/// while batches follow each other, nobody has to wake anybody: the thread finds that there is more when it comes back.</remarks>
/// <param name="gathering">How long more may gather, in the machine's time, whatever a test's clock says.</param>
internal sealed class WakeSignal(TimeSpan gathering)
{
    private readonly object _lock = new();
    private bool _isSet;
    private long? _gatheringSince;

    // Rounded up, so that it does not ask again and again for what is left of the last one.
    private int RestMilliseconds =>
        _gatheringSince is { } since ? (int)Math.Max(0, Math.Ceiling((gathering - Stopwatch.GetElapsedTime(since)).TotalMilliseconds)) : Timeout.Infinite;

    /// <summary>Wakes it at once.</summary>
    public void Set()
    {
        lock (_lock)
        {
            _isSet = true;
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Wakes it when more has gathered, counted from the first who says this.</summary>
    public void SetSoon()
    {
        lock (_lock)
        {
            if (_gatheringSince is not null)
                return;
            _gatheringSince = Stopwatch.GetTimestamp();
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Forgets what gathers: somebody else will wake it, later.</summary>
    public void PutOff()
    {
        lock (_lock)
            _gatheringSince = null;
    }

    /// <summary>Waits until it is woken, and forgets that it was.</summary>
    public void Wait()
    {
        lock (_lock)
        {
            while (!_isSet && RestMilliseconds is var rest and not 0)
                Monitor.Wait(_lock, rest);
            (_isSet, _gatheringSince) = (false, null);
        }
    }
}
