namespace Tokenrill.Generations;

/// <summary>How many generations each caller has active, but for those that <see cref="GenerationRequest.IsUncounted"/>.</summary>
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

    public bool TryAdd(Generation generation, int most)
    {
        if (generation.Request.IsUncounted)
            return true;
        lock (_lock)
        {
            var count = _counts.GetValueOrDefault(generation.Owner);
            if (count >= most)
                return false;
            _counts[generation.Owner] = count + 1;
            return true;
        }
    }

    public void Remove(Generation generation)
    {
        if (generation.Request.IsUncounted)
            return;
        lock (_lock)
            if (--_counts[generation.Owner] == 0)
                _counts.Remove(generation.Owner);
    }
}
