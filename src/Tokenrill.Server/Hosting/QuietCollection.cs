namespace Tokenrill.Server.Hosting;

/// <summary>
/// Collects garbage while hardly anybody waits. A collection of the youngest heap generation stops everything for as long as it takes to
/// copy what is alive, which with a thousand streams is 60 to 100 ms; with none it is a few. So where a moment of quiet comes, the
/// garbage goes then, and the next thousand find the room that the runtime has set aside for it empty. Where none comes, the runtime
/// collects when it is full, as it would anyway.
/// </summary>
internal sealed class QuietCollection : IDisposable
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    /// <summary>Generations that may run: those few are as little to copy as they are to wait.</summary>
    public const int MostActive = 4;

    /// <summary>Bytes of garbage that are worth stopping for: a tenth to a half of the room that the runtime has for it.</summary>
    public const long LeastGarbage = 8 << 20;

    private readonly Func<int> _active;
    private readonly IYoungHeap _heap;
    private readonly ITimer _timer;
    private int _collections;
    private long _allocatedThen;

    public QuietCollection(Func<int> active, IYoungHeap heap, TimeProvider time)
    {
        _active = active;
        _heap = heap;
        Note();
        _timer = time.CreateTimer(static state => ((QuietCollection)state!).Look(), this, Period, Period);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (_heap.Collections != _collections)
            Note();
        else if (_heap.AllocatedBytes - _allocatedThen >= LeastGarbage && _active() <= MostActive)
            _heap.Collect();
    }

    /// <summary>The runtime does not say how much there was at the last collection: it is looked at when one is noticed.</summary>
    private void Note()
    {
        _collections = _heap.Collections;
        _allocatedThen = _heap.AllocatedBytes;
    }
}
