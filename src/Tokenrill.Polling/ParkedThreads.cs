namespace Tokenrill.Polling;

/// <summary>Threads that have nothing to do, until one of them is woken.</summary>
internal sealed class ParkedThreads
{
    private readonly Lock _lock = new();
    private readonly Stack<ManualResetEventSlim> _parked = new();
    private int _count;

    [ThreadStatic]
    private static ManualResetEventSlim? _own;

    /// <summary>Stays until woken.</summary>
    public void Park()
    {
        var woken = _own ??= new ManualResetEventSlim(initialState: false, spinCount: 0);
        woken.Reset();
        lock (_lock)
        {
            _parked.Push(woken);
            Volatile.Write(ref _count, _parked.Count);
        }
        woken.Wait();
    }

    /// <summary>Wakes the one that was parked last, if there is one.</summary>
    public void Wake()
    {
        if (Volatile.Read(ref _count) == 0)
            return;
        ManualResetEventSlim? woken;
        lock (_lock)
        {
            _parked.TryPop(out woken);
            Volatile.Write(ref _count, _parked.Count);
        }
        woken?.Set();
    }
}
