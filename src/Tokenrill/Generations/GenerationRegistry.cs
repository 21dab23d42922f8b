using System.Collections.Concurrent;
using Tokenrill.Options;
using Tokenrill.Time;

namespace Tokenrill.Generations;

/// <summary>The generations that can be found by id: those that run, and finished ones until they expire or memory is
/// wanted back, oldest first.</summary>
internal sealed class GenerationRegistry : IDisposable
{
    private static readonly TimeSpan TrimPeriod = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Generation> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Generation> _active = new(StringComparer.Ordinal);
    private readonly Queue<(Generation Generation, long EndedAt, long Bytes)> _finished = [];
    private readonly Lock _trimming = new();
    private readonly StorageOptions _options;
    private readonly Clock _clock;
    private readonly Action<Generation> _forgotten;
    private readonly ITimer _timer;
    private long _finishedBytes;

    public GenerationRegistry(StorageOptions options, Clock clock, Action<Generation> forgotten)
    {
        _options = options;
        _clock = clock;
        _forgotten = forgotten;
        _timer = clock.Provider.CreateTimer(static state => ((GenerationRegistry)state!).Trim(), this, TrimPeriod, TrimPeriod);
    }

    public IEnumerable<Generation> Active => _active.Values;

    public int ActiveCount => _active.Count;

    public int FinishedCount
    {
        get
        {
            lock (_trimming)
                return _finished.Count;
        }
    }

    public Generation? Find(string id) => _byId.GetValueOrDefault(id);

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
        var bytes = generation.Log.MemoryBytes;
        lock (_trimming)
        {
            if (!_byId.ContainsKey(generation.Id))
                return;
            _finished.Enqueue((generation, _clock.Now, bytes));
            _finishedBytes += bytes;
        }
        Trim();
    }

    /// <summary>What they said is to be forgotten now, whether or not they have ended.</summary>
    public void Forget(IReadOnlyCollection<Generation> generations)
    {
        var gone = generations.Where(generation => _byId.TryRemove(generation.Id, out _)).ToHashSet();
        if (gone.Count == 0)
            return;
        lock (_trimming)
        {
            var kept = _finished.Where(finished => !gone.Contains(finished.Generation)).ToList();
            _finished.Clear();
            kept.ForEach(_finished.Enqueue);
            _finishedBytes = kept.Sum(finished => finished.Bytes);
        }
        foreach (var generation in gone)
            _forgotten(generation);
    }

    public void Dispose() => _timer.Dispose();

    private void Trim()
    {
        lock (_trimming)
            while (_finished.TryPeek(out var oldest) && (_finishedBytes > _options.MemoryBytes || _clock.Now - oldest.EndedAt >= _options.Retention.Ticks))
            {
                _finished.Dequeue();
                _finishedBytes -= oldest.Bytes;
                _byId.TryRemove(oldest.Generation.Id, out _);
                _forgotten(oldest.Generation);
            }
    }
}
