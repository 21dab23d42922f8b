namespace Tokenrill.Signals;

/// <summary>When a client that polls for signals does well to ask again. The server says it, so that no client has to know.</summary>
public static class SignalSchedule
{
    private static readonly TimeSpan WithSignals = TimeSpan.FromSeconds(15);

    private static readonly (TimeSpan Before, TimeSpan Wait)[] WithoutSignals =
    [
        (TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(3)),
        (TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(5)),
        (TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(10)),
    ];

    /// <summary>How long to wait before asking again; null when there is nothing to wait for until somebody says something.</summary>
    /// <param name="canExtract">Whether signals can be extracted in this session at all.</param>
    /// <param name="hasSignals">Whether the session has signals.</param>
    /// <param name="sinceActivity">How long ago somebody last said something in the session.</param>
    public static TimeSpan? NextPoll(bool canExtract, bool hasSignals, TimeSpan sinceActivity)
    {
        if (!canExtract)
            return null;
        if (hasSignals)
            return WithSignals;
        foreach (var (before, wait) in WithoutSignals)
            if (sinceActivity < before)
                return wait;
        return null;
    }
}
