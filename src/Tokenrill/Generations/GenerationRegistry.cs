using System.Collections.Concurrent;
using Tokenrill.Journals;
using Tokenrill.Journals.Packed;
using Tokenrill.Options;
using Tokenrill.Time;

namespace Tokenrill.Generations;

/// <summary>The generations that can be found by id in memory: those that run, and finished ones. Finished ones are objects for a while. Then,
/// where a journal has stored them, they are read from there; otherwise they are packed, and stay until they expire. Where memory is wanted
/// back, the oldest go first.</summary>
internal sealed class GenerationRegistry : IDisposable
{
    /// <summary>How long a finished generation stays an object where there is a journal: whoever lost its connection comes back in this time.</summary>
    public static readonly TimeSpan StaysInMemory = TimeSpan.FromMinutes(1);

    /// <summary>How many do at most. What stays is copied from one generation of the heap to the next: of answers that are so
    /// short that thousands end each second, that was a tenth of all they cost.</summary>
    public const int MostInMemory = 1024;

    /// <summary>How many do where there is none. Few: when they are packed they are still in the processor's cache, and unpacking them is no reading of files.</summary>
    public const int MostUnpacked = 128;

    private static readonly TimeSpan TrimPeriod = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Generation> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Generation> _active = new(StringComparer.Ordinal);
    private readonly LinkedList<FinishedGeneration> _finished = [];
    private readonly PackedGenerations _packed;
    private readonly Lock _trimming = new();
    private readonly StorageOptions _options;
    private readonly Clock _clock;
    private readonly IJournal _journal;
    private readonly IdempotencyKeys _keys;
    private readonly ITimer _timer;
    private long _finishedBytes;

    public GenerationRegistry(StorageOptions options, Clock clock, IJournal journal, IdempotencyKeys keys)
    {
        _options = options;
        _clock = clock;
        _journal = journal;
        _keys = keys;
        _packed = new PackedGenerations(clock);
        _timer = clock.Provider.CreateTimer(static state => ((GenerationRegistry)state!).OnMinute(), this, TrimPeriod, TrimPeriod);
    }

    private DateTimeOffset ExpiredBefore => _clock.UtcNow - _options.Retention;

    public IEnumerable<Generation> Active => _active.Values;

    public int ActiveCount => _active.Count;

    public int FinishedCount
    {
        get
        {
            lock (_trimming)
                return _finished.Count + _packed.Count;
        }
    }

    public Generation? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Whether there is one by this id that <see cref="Unpack"/> may find.</summary>
    public bool IsPacked(string id) => _packed.Contains(id);

    /// <summary>What is known of a finished generation that is no object any more; null when there is none.</summary>
    public StoredGeneration? Unpack(string id) => _packed.Read(id, ExpiredBefore);

    public void Add(Generation generation)
    {
        _byId[generation.Id] = generation;
        _active[generation.Id] = generation;
    }

    /// <summary>The generation was not started after all.</summary>
    public void Remove(Generation generation)
    {
        _active.TryRemove(generation.Id, out _);
        _byId.TryRemove(generation.Id, out _);
    }

    /// <summary>The generation has ended and cleaned up: from now on it is only kept to be read.</summary>
    public void Finish(Generation generation)
    {
        _active.TryRemove(generation.Id, out _);
        Keep(generation, isRestored: false);
    }

    /// <summary>A generation was read from the journal: it stays for those who ask next.</summary>
    /// <returns>The one that is in memory now, which may be another one's.</returns>
    public Generation Restore(Generation generation)
    {
        var there = _byId.GetOrAdd(generation.Id, generation);
        if (there == generation)
            Keep(generation, isRestored: true);
        return there;
    }

    /// <summary>What they said is to be forgotten now, whether or not they have ended.</summary>
    public void Forget(IReadOnlyCollection<Generation> generations)
    {
        var gone = generations.Where(generation => _byId.TryRemove(generation.Id, out _)).ToHashSet();
        lock (_trimming)
            for (var next = _finished.First; next is not null && gone.Count > 0;)
            {
                var finished = next;
                next = next.Next;
                if (gone.Contains(finished.Value.Generation))
                    Remove(finished);
            }
        foreach (var generation in gone)
            _keys.Release(generation);
    }

    /// <summary>What is packed of these is to be forgotten. To be called when nobody finds them as objects any more.</summary>
    public void Erase(IReadOnlyCollection<string> ids) => _packed.Erase(ids);

    public void Dispose() => _timer.Dispose();

    private void Keep(Generation generation, bool isRestored)
    {
        generation.Log.Trim();
        var bytes = generation.Log.MemoryBytes;
        lock (_trimming)
        {
            if (!_byId.ContainsKey(generation.Id))
                return;
            _finished.AddLast(new FinishedGeneration(generation, _clock.Now, bytes, isRestored));
            _finishedBytes += bytes;
        }
        while (TryTakeOldest(out var oldest))
            LetGo(oldest);
        TrimPacked();
    }

    private void OnMinute()
    {
        _keys.Expire(ExpiredBefore);
        foreach (var finished in TakeAll())
            LetGo(finished);
        TrimPacked();
    }

    /// <summary>Takes the oldest out, if its time as an object is over. Does not look behind one that must stay: not each time one ends, when there
    /// may be many of them.</summary>
    private bool TryTakeOldest(out FinishedGeneration oldest)
    {
        lock (_trimming)
        {
            oldest = default;
            if (_finished.First is not { } first || !MayGo(first.Value))
                return false;
            oldest = first.Value;
            Remove(first);
            return true;
        }
    }

    /// <summary>Takes out all whose time is over.</summary>
    private List<FinishedGeneration> TakeAll()
    {
        var taken = new List<FinishedGeneration>();
        lock (_trimming)
            for (var next = _finished.First; next is not null;)
            {
                var finished = next;
                next = next.Next;
                if (!MayGo(finished.Value))
                    continue;
                Remove(finished);
                taken.Add(finished.Value);
            }
        return taken;
    }

    private bool MayGo(in FinishedGeneration finished) =>
        (_finishedBytes > _options.MemoryBytes || AgeOf(finished) >= Stays()) && !_journal.IsStoring(finished.Generation);

    private TimeSpan AgeOf(in FinishedGeneration finished) => TimeSpan.FromTicks(_clock.Now - finished.EndedAt);

    /// <summary>How long the oldest stays an object, as many as there are.</summary>
    private TimeSpan Stays() =>
        _finished.Count > (_journal.IsLasting ? MostInMemory : MostUnpacked) ? TimeSpan.Zero
        : _journal.IsLasting ? StaysInMemory
        : _options.Retention;

    /// <summary>Has it found elsewhere from now on, or nowhere when it has expired. Under no lock: packing takes a while, and others end meanwhile.</summary>
    private void LetGo(in FinishedGeneration finished)
    {
        var (generation, age) = (finished.Generation, AgeOf(finished));
        if (_journal.HasStored(generation))
        {
            _keys.Store(generation, _clock.UtcNow - age);
        }
        // One that was read from where it was stored, and is not stored any more, has expired.
        else if (age < _options.Retention && !finished.IsRestored)
        {
            _packed.Add(generation, _clock.UtcNow - age);
            _keys.Store(generation, _clock.UtcNow - age);
        }
        else
        {
            _keys.Release(generation);
        }
        // Somebody may have it forgotten in this moment, who did not find it packed yet.
        if (!_byId.TryRemove(generation.Id, out _))
            _packed.Erase([generation.Id]);
    }

    private void TrimPacked()
    {
        if (_packed.Trim(_options.MemoryBytes - Interlocked.Read(ref _finishedBytes), ExpiredBefore) is { } gone && !_keys.IsEmpty)
            foreach (var head in gone.SelectMany(static block => block.Heads))
                _keys.Release(head);
    }

    private void Remove(LinkedListNode<FinishedGeneration> finished)
    {
        _finished.Remove(finished);
        _finishedBytes -= finished.Value.Bytes;
    }

    private readonly record struct FinishedGeneration(Generation Generation, long EndedAt, long Bytes, bool IsRestored);
}
