using System.Collections.Concurrent;
using Tokenrill.Journals;

namespace Tokenrill.Generations;

/// <summary>The keys that clients gave, and the generation each stands for, as long as that is kept.</summary>
internal sealed class IdempotencyKeys
{
    private readonly ConcurrentDictionary<(string Owner, string Key), KeyHolder> _keys = [];

    public int Count => _keys.Count;

    public bool IsEmpty => _keys.IsEmpty;

    /// <summary>Takes the key for a generation, or gives the one that has it already.</summary>
    /// <returns>Null when the generation has the key now, or has none.</returns>
    /// <exception cref="TokenrillException">The key stands for another request.</exception>
    public KeyHolder? Claim(Generation generation)
    {
        if (generation.Request.IdempotencyKey is not { } key)
            return null;
        var own = new KeyHolder(generation.Id, generation.Request.Fingerprint) { InMemory = generation };
        var holder = _keys.GetOrAdd((generation.Owner, key), own);
        if (holder == own)
            return null;
        return holder.Fingerprint == own.Fingerprint
            ? holder
            : throw TokenrillException.Invalid("idempotency_key", "was used for a different request; give each request a key of its own");
    }

    /// <summary>A key from before the process began.</summary>
    public void Restore(StoredKey stored) => _keys[(stored.Owner, stored.Key)] = new KeyHolder(stored.Generation, stored.Fingerprint) { ExpiresFrom = stored.EndedAt };

    /// <summary>The generation leaves memory, but can still be read, and the key stands for it until it expires.</summary>
    public void Store(Generation generation, DateTimeOffset endedAt)
    {
        // One that had left memory before and was read again has ended when it had ended.
        if (HolderOf(generation) is not { InMemory: not null } holder)
            return;
        holder.ExpiresFrom = endedAt;
        holder.InMemory = null;
    }

    public void Release(Generation generation)
    {
        if (HolderOf(generation) is { } holder)
            Release(generation.Owner, generation.Request.IdempotencyKey!, holder);
    }

    /// <summary>A generation that was packed is gone.</summary>
    public void Release(GenerationHead head)
    {
        if (head.Key is { } key && _keys.TryGetValue((head.Owner, key), out var holder) && holder.Generation == head.Id)
            Release(head.Owner, key, holder);
    }

    /// <summary>What a key stood for is gone.</summary>
    public void Release(string owner, string key, KeyHolder holder) => _keys.TryRemove(KeyValuePair.Create((owner, key), holder));

    /// <summary>The generations by these ids can be read no more.</summary>
    public void Release(IReadOnlySet<string> generations)
    {
        foreach (var entry in _keys)
            if (generations.Contains(entry.Value.Generation))
                _keys.TryRemove(entry);
    }

    /// <summary>Lets go of the keys of stored generations that ended before a moment.</summary>
    public void Expire(DateTimeOffset before)
    {
        foreach (var entry in _keys)
            if (entry.Value.InMemory is null && entry.Value.ExpiresFrom <= before)
                _keys.TryRemove(entry);
    }

    private KeyHolder? HolderOf(Generation generation) =>
        generation.Request.IdempotencyKey is { } key && _keys.TryGetValue((generation.Owner, key), out var holder) && holder.Generation == generation.Id ? holder : null;
}

/// <summary>What an idempotency key stands for.</summary>
internal sealed class KeyHolder(string generation, string? fingerprint)
{
    private Generation? _inMemory;

    /// <summary>The generation's id.</summary>
    public string Generation { get; } = generation;

    public string? Fingerprint { get; } = fingerprint;

    /// <summary>The generation, as long as it is in memory: it may be held before it can be found by its id.</summary>
    public Generation? InMemory
    {
        get => Volatile.Read(ref _inMemory);
        set => Volatile.Write(ref _inMemory, value);
    }

    /// <summary>Of a stored one: when it ended.</summary>
    public DateTimeOffset ExpiresFrom { get; set; }
}
