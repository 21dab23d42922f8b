namespace Tokenrill.Generations;

/// <summary>How many generations each caller has active.</summary>
internal sealed class ActiveCounts
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public int Callers
    {
        get
        {
            lock (_lock)
                return _counts.Count;
        }
    }

    public bool TryAdd(string caller, int most)
    {
        lock (_lock)
        {
            var count = _counts.GetValueOrDefault(caller);
            if (count >= most)
                return false;
            _counts[caller] = count + 1;
            return true;
        }
    }

    public void Remove(string caller)
    {
        lock (_lock)
            if (--_counts[caller] == 0)
                _counts.Remove(caller);
    }
}
