namespace Tokenrill.Logs;

/// <summary>
/// The readers that wait for more of one log: a stack without a lock. A reader puts itself on it, then looks once more;
/// the writer publishes, then takes the whole stack. Both go through an interlocked operation, so one of the two always
/// sees the other and no wake-up is lost. Readers are their own links, so waiting allocates nothing. Never to be copied.
/// </summary>
internal struct LogWaiters
{
    /// <summary>How many readers are woken on the writer's thread.</summary>
    public const int HereMost = 16;

    // Enough that handing them to the pool costs next to nothing for each, few enough that all cores get some.
    private const int TogetherMost = 64;

    private LogReader? _top;

    public void Add(LogReader reader)
    {
        // The top is compared by value, never by reading the reader's link again: once the exchange has succeeded the
        // writer may already have taken the reader off and cleared its link.
        var top = Volatile.Read(ref _top);
        while (true)
        {
            reader.NextWaiting = top;
            var seen = Interlocked.CompareExchange(ref _top, reader, top);
            if (seen == top)
                return;
            top = seen;
        }
    }

    /// <summary>Wakes all of them: the first few here and now, the others on the pool. Here is where the provider was read, and
    /// other generations wait for that thread; a thousand readers of one generation must not hold them up.</summary>
    public void WakeAll()
    {
        var next = WakeSome(Interlocked.Exchange(ref _top, null), HereMost);
        while (next is not null)
        {
            var first = next;
            next = Cut(first);
            // A reader carries those behind it along, so queueing allocates nothing.
            ThreadPool.UnsafeQueueUserWorkItem(first, preferLocal: false);
        }
    }

    /// <summary>Wakes a reader and those behind it.</summary>
    public static void WakeChain(LogReader first) => WakeSome(first, int.MaxValue);

    /// <summary>Wakes up to <paramref name="most"/> of a chain and returns the first of the rest.</summary>
    private static LogReader? WakeSome(LogReader? reader, int most)
    {
        for (; reader is not null && most > 0; most--)
        {
            // The link is taken first: a reader that is woken may at once be on the stack again.
            var next = reader.NextWaiting;
            reader.NextWaiting = null;
            reader.Delisted();
            reader = next;
        }
        return reader;
    }

    /// <summary>Cuts a chain behind as many readers as one work item wakes, and returns the first of the rest.</summary>
    private static LogReader? Cut(LogReader first)
    {
        var last = first;
        for (var count = 1; count < TogetherMost && last.NextWaiting is { } behind; count++)
            last = behind;
        var rest = last.NextWaiting;
        last.NextWaiting = null;
        return rest;
    }
}
