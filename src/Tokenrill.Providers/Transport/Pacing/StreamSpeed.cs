namespace Tokenrill.Providers.Transport.Pacing;

/// <summary>Whether an answer comes so fast that its pieces are better read together. Of an answer that is not, the clock is
/// read once in <see cref="Pieces"/> pieces.</summary>
internal struct StreamSpeed(TimeProvider time)
{
    /// <summary>How many pieces, of which a token mostly is one, make up a judgement.</summary>
    public const int Pieces = 64;

    /// <summary>Within how long they must come: 640 tokens a second is more than anybody follows with the eye, and a delay of a
    /// few milliseconds is nothing there.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromMilliseconds(100);

    private long _since = time.GetTimestamp();
    private int _count;

    /// <summary>Whether the last pieces came fast.</summary>
    public bool IsFast { get; private set; }

    /// <summary>So many pieces were read at once.</summary>
    public void Count(int pieces)
    {
        _count += pieces;
        // One that was fast may have become slow, and is not to rest for as long as it takes to find out by counting.
        if (_count < Pieces && !IsFast)
            return;
        var now = time.GetTimestamp();
        var isInTime = time.GetElapsedTime(_since, now) <= Span;
        if (_count < Pieces && isInTime)
            return;
        IsFast = isInTime;
        (_since, _count) = (now, 0);
    }
}
