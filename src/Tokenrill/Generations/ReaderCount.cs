using Tokenrill.Options;

namespace Tokenrill.Generations;

/// <summary>Counts a generation's readers and knows when losing the last one ends it. One word, so that it takes no lock. Never to be copied.</summary>
/// <param name="policy">What losing the last one means.</param>
/// <param name="grace">How long somebody may take to come back, in ticks.</param>
internal struct ReaderCount(OnDisconnect policy, long grace)
{
    private const long NotAlone = long.MaxValue;

    // How many there are; when the last one has left and may come back, the complement of when that was.
    private long _state;

    public readonly int Count => (int)Math.Max(0, Volatile.Read(in _state));

    /// <summary>When the grace is over; never, while there is a reader or the policy is to go on.</summary>
    public readonly long GraceEndsAt => Volatile.Read(in _state) is var state and < 0 ? ~state + grace : NotAlone;

    public readonly bool GraceIsOver(long now) => now >= GraceEndsAt;

    public void Add()
    {
        for (var state = Volatile.Read(ref _state); ;)
        {
            var seen = Interlocked.CompareExchange(ref _state, Math.Max(0, state) + 1, state);
            if (seen == state)
                return;
            state = seen;
        }
    }

    /// <summary>True when nobody is left and nobody may come back.</summary>
    public bool Remove(long now)
    {
        for (var state = Volatile.Read(ref _state); ;)
        {
            var isAlone = state == 1 && policy != OnDisconnect.Continue;
            var seen = Interlocked.CompareExchange(ref _state, isAlone ? ~now : state - 1, state);
            if (seen == state)
                return isAlone && grace <= 0;
            state = seen;
        }
    }
}
