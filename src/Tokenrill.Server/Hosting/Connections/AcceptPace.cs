namespace Tokenrill.Server.Hosting.Connections;

/// <summary>Tells when connections come so fast that it pays to let some gather. Each that is accepted by itself wakes two threads of the
/// pool and one that polls, and again one for its request; those that have gathered share the waking, and their requests are there already.</summary>
internal sealed class AcceptPace(TimeProvider time)
{
    /// <summary>How long they gather. At fewer than one in this time each is accepted at once.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(4);

    /// <summary>How many are accepted in one round: whoever waits for a token waits for these too.</summary>
    public static readonly int RoundMost = 8 * Environment.ProcessorCount;

    private int _round;
    private long? _lastRoundEnded;

    /// <summary>Whether no more are to be accepted in this round.</summary>
    public bool IsFull => _round == RoundMost;

    /// <summary>One was accepted.</summary>
    public void Accepted() => _round++;

    /// <summary>All that had come were accepted, or as many as may be. True when it was more than one, or the round before ended only just now:
    /// the next round begins after a rest.</summary>
    public bool EndRound()
    {
        var now = time.GetTimestamp();
        var isSoon = _lastRoundEnded is { } last && time.GetElapsedTime(last, now) < Rest;
        var comesFast = _round > 1 || (_round == 1 && isSoon);
        (_round, _lastRoundEnded) = (0, now);
        return comesFast;
    }
}
