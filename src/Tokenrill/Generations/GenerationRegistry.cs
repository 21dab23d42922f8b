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
    /// <summary>How long a finished generation that is stored stays in memory: whoever lost its connection comes back in this time.</summary>
    public static readonly TimeSpan StaysInMemory = TimeSpan.FromMinutes(1);

    /// <summary>How many of them at most. What stays is copied from one generation of the heap to the next: of answers that are so
    /// short that thousands end each second, that was a tenth of all they cost.</summary>
    public const int MostInMemory = 1024;

    /// <summary>How many that are not stored stay objects. Few: the next ones find the processor still knows them, and unpacking is no reading of files.</summary>
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
        Keep(generation);
    }

    /// <summary>A generation was read from the journal: it stays for those who ask next.</summary>
    /// <returns>The one that is in memory now, which may be another one's.</returns>
    public Generation Restore(Generation generation)
    {
        var there = _byId.GetOrAdd(generation.Id, generation);
        if (there == generation)
            Keep(generation);
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

    private void Keep(Generation generation)
    {
        generation.Log.Trim();
        var bytes = generation.Log.MemoryBytes;
        lock (_trimming)
        {
            if (!_byId.ContainsKey(generation.Id))
                return;
            _finished.AddLast(new FinishedGeneration(generation, _clock.Now, bytes));
            _finishedBytes += bytes;
        }
        Trim(isThorough: false);
    }

    private void OnMinute()
    {
        _keys.Expire(ExpiredBefore);
        Trim(isThorough: true);
    }

    /// <summary>Lets go of those whose time is over.</summary>
    /// <param name="isThorough">Whether to look behind those that must stay; not each time one ends, when there may be many of them.</param>
    private void Trim(bool isThorough)
    {
        if (!_journal.IsLasting)
        {
            Pack();
            return;
        }
        lock (_trimming)
            for (var next = _finished.First; next is not null;)
            {
                var oldest = next;
                next = next.Next;
                var (generation, endedAt, _) = oldest.Value;
                var age = _clock.Now - endedAt;
                var isWanted = _finishedBytes > _options.MemoryBytes;
                if (!isWanted && age < (_finished.Count > MostInMemory ? 0 : StaysInMemory.Ticks))
                    return;
                if (!LetGoOfKey(generation, age, isWanted))
                {
                    if (!isThorough)
                        return;
                    continue;
                }
                Remove(oldest);
                _byId.TryRemove(generation.Id, out _);
            }
    }

    /// <returns>False when the generation must stay.</returns>
    private bool LetGoOfKey(Generation generation, long age, bool isWanted)
    {
        if (_journal.IsStoring(generation))
            return false;
        if (_journal.HasStored(generation))
            _keys.Store(generation, _clock.UtcNow - TimeSpan.FromTicks(age));
        else if (isWanted || age >= _options.Retention.Ticks)
            _keys.Release(generation);
        else
            return false;
        return true;
    }

    /// <summary>Packs those that are too many as objects, and lets go of the packed ones that are too old, or too many as well.</summary>
    private void Pack()
    {
        while (TakeSurplus() is { } oldest)
        {
            var (generation, age) = (oldest.Generation, TimeSpan.FromTicks(_clock.Now - oldest.EndedAt));
            if (age >= _options.Retention)
            {
                _keys.Release(generation);
                _byId.TryRemove(generation.Id, out _);
                continue;
            }
            // Outside of the lock: others end meanwhile. It can be found all the time, in one place or the other.
            _packed.Add(generation, _clock.UtcNow - age);
            _keys.Store(generation, _clock.UtcNow - age);
            // Somebody may have it forgotten in this moment, who did not find it packed yet.
            if (!_byId.TryRemove(generation.Id, out _))
                _packed.Erase([generation.Id]);
        }
        if (_packed.Trim(_options.MemoryBytes - Interlocked.Read(ref _finishedBytes), ExpiredBefore) is { } gone)
            _keys.Release(gone);
    }

    private FinishedGeneration? TakeSurplus()
    {
        lock (_trimming)
        {
            if (_finished.First is not { } oldest)
                return null;
            if (_finished.Count <= MostUnpacked && _finishedBytes <= _options.MemoryBytes && _clock.Now - oldest.Value.EndedAt < _options.Retention.Ticks)
                return null;
            Remove(oldest);
            return oldest.Value;
        }
    }

    private void Remove(LinkedListNode<FinishedGeneration> finished)
    {
        _finished.Remove(finished);
        _finishedBytes -= finished.Value.Bytes;
    }

    private readonly record struct FinishedGeneration(Generation Generation, long EndedAt, long Bytes);
}
