using Tokenrill.Options;
using Tokenrill.Time;

namespace Tokenrill.Generations;

/// <summary>Counts a generation's readers and knows when losing the last one ends it.</summary>
internal sealed class ReaderCount(OnDisconnect policy, TimeSpan grace, Clock clock)
{
    private const long NotAlone = long.MaxValue;

    private readonly Lock _lock = new();
    private long _aloneSince = NotAlone;
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Add()
    {
        lock (_lock)
        {
            _count++;
            Volatile.Write(ref _aloneSince, NotAlone);
        }
    }

    /// <summary>True when nobody is left and nobody may come back.</summary>
    public bool Remove()
    {
        lock (_lock)
        {
            if (--_count > 0 || policy == OnDisconnect.Continue)
                return false;
            Volatile.Write(ref _aloneSince, clock.Now);
            return grace <= TimeSpan.Zero;
        }
    }

    /// <summary>When the grace is over; never, while there is a reader or the policy is to go on.</summary>
    public long GraceEndsAt => Volatile.Read(ref _aloneSince) is var since and not NotAlone ? since + grace.Ticks : NotAlone;

    public bool GraceIsOver(long now) => now >= GraceEndsAt;
}
