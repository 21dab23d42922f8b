using System.Collections.Concurrent;
using Tokenrill.Diagnostics;
using Tokenrill.Options;
using Tokenrill.Time;

namespace Tokenrill.Journals.Files;

/// <summary>What is done to the files besides writing: what has expired is dropped, and what was deleted is erased. Done by the one that
/// writes, between rounds and one segment at a time, so that nothing waits for it long.</summary>
internal sealed class JournalUpkeep(JournalStore store, StorageOptions options, JournalEvents events, Clock clock)
{
    /// <summary>How often it is looked for what has expired.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly ConcurrentQueue<Erasure> _erasures = new();
    private Erasure? _erasing;
    private long _expireAt = clock.Now + Period.Ticks;

    /// <summary>Whether something is to be erased.</summary>
    public bool HasErasures => !_erasures.IsEmpty;

    /// <summary>Has everything of them erased.</summary>
    public void Add(Erasure erasure) => _erasures.Enqueue(erasure);

    /// <summary>Nothing can be erased just now: whoever waits for that is told.</summary>
    public void Refuse()
    {
        _erasing?.Refuse();
        foreach (var erasure in _erasures)
            erasure.Refuse();
    }

    /// <summary>Does the next thing that is to be done.</summary>
    /// <param name="isLast">The journal ends: what is not done will be done when it is opened again.</param>
    /// <returns>Whether there is more.</returns>
    /// <exception cref="IOException">The disk refuses; it is tried again.</exception>
    public bool Next(bool isLast)
    {
        if (isLast)
            return false;
        if (clock.Now >= _expireAt)
        {
            _expireAt = clock.Now + Period.Ticks;
            Expire();
        }
        if (_erasing is null && !_erasures.TryDequeue(out _erasing))
            return false;
        if (_erasing.Next(store))
            return true;
        events.Erased(_erasing.Rewritten);
        _erasing = null;
        return !_erasures.IsEmpty;
    }

    /// <summary>Forgets the generations that ended too long ago, and deletes the segments that nobody needs any more.</summary>
    private void Expire()
    {
        var before = (clock.UtcNow - options.Retention).UtcTicks;
        var needed = store.Finished.EndedAfter(before);
        var firstPiece = store.Unfinished.Values.Select(tail => tail.FirstSegment).Where(number => number > 0).DefaultIfEmpty(int.MaxValue).Min();
        // One that is full takes no more although nobody has said so: there is another behind it.
        var newest = store.Generations.Segments is [.., var last] ? last : null;
        foreach (var segment in store.Generations.Segments)
        {
            if ((segment == newest && segment.TakesAppends) || segment.Number >= firstPiece || needed.Contains(segment))
                continue;
            store.Generations.Drop(segment);
            events.Dropped(Path.GetFileName(segment.Path));
        }
        store.Finished.Forget(before, store.Generations.Segments);
    }
}
