namespace Tokenrill.Logs;

/// <summary>
/// The readers that wait for more of one log: a stack without a lock. A reader puts itself on it, then looks once more;
/// the writer publishes, then takes the whole stack. Both go through an interlocked operation, so one of the two always
/// sees the other and no wake-up is lost. Readers are their own links, so waiting allocates nothing.
/// </summary>
internal sealed class LogWaiters
{
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

    public void WakeAll()
    {
        var reader = Interlocked.Exchange(ref _top, null);
        while (reader is not null)
        {
            var next = reader.NextWaiting;
            reader.NextWaiting = null;
            reader.Delisted();
            reader = next;
        }
    }
}
