namespace Tokenrill.Journals.Files;

/// <summary>Wakes one thread. Said several times before it looks, it counts once. Needs no disposing: whoever comes late wakes nobody.</summary>
internal sealed class WakeSignal
{
    private readonly object _lock = new();
    private bool _isSet;

    public void Set()
    {
        lock (_lock)
        {
            _isSet = true;
            Monitor.Pulse(_lock);
        }
    }

    public void Wait()
    {
        lock (_lock)
        {
            while (!_isSet)
                Monitor.Wait(_lock);
            _isSet = false;
        }
    }
}
