using System.Collections.Concurrent;

namespace Tokenrill.Generations;

/// <summary>The keys that clients gave, and the generation each stands for, as long as that is kept.</summary>
internal sealed class IdempotencyKeys
{
    private readonly ConcurrentDictionary<(string Owner, string Key), Generation> _keys = [];

    public int Count => _keys.Count;

    /// <summary>Takes the key for a generation, or gives the one that has it already.</summary>
    /// <exception cref="TokenrillException">The key stands for another request.</exception>
    public Generation Claim(Generation generation)
    {
        if (generation.Request.IdempotencyKey is not { } key)
            return generation;
        var holder = _keys.GetOrAdd((generation.Owner, key), generation);
        if (holder != generation && holder.Request.Fingerprint != generation.Request.Fingerprint)
            throw TokenrillException.Invalid("idempotency_key", "was used for a different request; give each request a key of its own");
        return holder;
    }

    public void Release(Generation generation)
    {
        if (generation.Request.IdempotencyKey is { } key)
            _keys.TryRemove(KeyValuePair.Create((generation.Owner, key), generation));
    }
}
