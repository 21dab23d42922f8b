using System.Diagnostics.CodeAnalysis;

namespace Tokenrill.Providers.Transport.Pacing;

/// <summary>
/// Lets the readers of fast answers rest until the next tick, so that tokens gather: at thousands a second what a token costs
/// is mostly its own poll, receive and send, and those that gathered share them. One timer for all, which ticks only while
/// somebody rests; a stack without a lock.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The timer stops by itself when nobody rests; disposing it would leave whoever does resting for ever.")]
internal sealed class ReadingPacer
{
    /// <summary>Half of what a screen takes to show the next picture: what comes within it is seen together anyway.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(8);

    // Starting and stopping the timer takes a lock, so it goes on for a moment after the last one.
    private const int EmptyTicksMost = 8;

    // Few enough that all cores get some.
    private const int TogetherMost = 64;

    private readonly ITimer _timer;
    private ReadingRest? _top;
    private int _isTicking;
    private int _emptyTicks;

    public ReadingPacer(TimeProvider time) =>
        _timer = time.CreateTimer(static pacer => ((ReadingPacer)pacer!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Ends this rest at the next tick.</summary>
    public void Add(ReadingRest rest)
    {
        var top = Volatile.Read(ref _top);
        while (true)
        {
            rest.Next = top;
            var seen = Interlocked.CompareExchange(ref _top, rest, top);
            if (seen == top)
                break;
            top = seen;
        }
        Start();
    }

    /// <summary>Ends a rest and those behind it.</summary>
    public static void EndChain(ReadingRest? rest)
    {
        while (rest is not null)
        {
            // The link is taken first: who continues may at once rest again.
            var next = rest.Next;
            rest.Next = null;
            rest.End();
            rest = next;
        }
    }

    private void Start()
    {
        if (Volatile.Read(ref _isTicking) == 0 && Interlocked.Exchange(ref _isTicking, 1) == 0)
            _timer.Change(Period, Period);
    }

    private void Tick()
    {
        var next = Interlocked.Exchange(ref _top, null);
        if (next is null)
        {
            if (Interlocked.Increment(ref _emptyTicks) >= EmptyTicksMost)
                Stop();
            return;
        }
        Volatile.Write(ref _emptyTicks, 0);
        while (Cut(next) is { } rest)
        {
            ThreadPool.UnsafeQueueUserWorkItem(next, preferLocal: false);
            next = rest;
        }
        EndChain(next);
    }

    private void Stop()
    {
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Interlocked.Exchange(ref _isTicking, 0);
        // Who came before that line saw it tick still.
        if (Volatile.Read(ref _top) is not null)
            Start();
    }

    /// <summary>Cuts a chain behind as many as one thread continues, and returns the first of the rest.</summary>
    private static ReadingRest? Cut(ReadingRest first)
    {
        var last = first;
        for (var count = 1; count < TogetherMost && last.Next is { } behind; count++)
            last = behind;
        var rest = last.Next;
        last.Next = null;
        return rest;
    }
}
