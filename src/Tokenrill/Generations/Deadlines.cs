using Tokenrill.Options;

namespace Tokenrill.Generations;

/// <summary>The four clocks of one generation. A token moves a number; whether a clock has run out is asked by the
/// sweep, on another thread.</summary>
internal sealed class Deadlines(DeadlineOptions limits, RequestedDeadlines requested)
{
    private readonly long _connect = Shorter(limits.Connect, requested.Connect);
    private readonly long _firstToken = Shorter(limits.FirstToken, requested.FirstToken);
    private readonly long _betweenTokens = Shorter(limits.BetweenTokens, requested.BetweenTokens);
    private readonly long _total = Shorter(limits.Total, requested.Total);
    private long _started = long.MaxValue;
    private long _since;
    private volatile Phase _phase;

    private enum Phase
    {
        Idle,
        Connecting,
        FirstToken,
        BetweenTokens,
    }

    /// <summary>The total clock starts: the generation was accepted, even if its session lets it wait.</summary>
    public void Start(long now) => Volatile.Write(ref _started, now);

    /// <summary>A provider is asked.</summary>
    public void Ask(long now) => Enter(Phase.Connecting, now);

    /// <summary>The connection stands. The first-token clock has been running since the provider was asked.</summary>
    /// <remarks>Said late or twice it changes nothing: a clock that tokens have started is not turned back.</remarks>
    public void Connected()
    {
        if (_phase == Phase.Connecting)
            _phase = Phase.FirstToken;
    }

    public void Token(long now)
    {
        if (_phase == Phase.BetweenTokens)
            Volatile.Write(ref _since, now);
        else
            Enter(Phase.BetweenTokens, now);
    }

    /// <summary>The moment at which the first clock that runs will have run out, as things stand.</summary>
    public long NextAt
    {
        get
        {
            var started = Volatile.Read(ref _started);
            var phase = _phase;
            var since = Volatile.Read(ref _since);
            var limit = phase switch
            {
                Phase.Connecting => Math.Min(_connect, _firstToken),
                Phase.FirstToken => _firstToken,
                Phase.BetweenTokens => _betweenTokens,
                _ => long.MaxValue - since,
            };
            return Math.Min(started == long.MaxValue ? started : started + _total, since + limit);
        }
    }

    /// <summary>The clock that has run out, if one has.</summary>
    public ErrorCode? Expired(long now)
    {
        if (now - Volatile.Read(ref _started) >= _total)
            return ErrorCode.TotalTimeout;
        // The phase is read before the moment it began and written after it, so a moment is never older than its phase.
        var phase = _phase;
        var waited = now - Volatile.Read(ref _since);
        return phase switch
        {
            Phase.Connecting when waited >= _connect => ErrorCode.ConnectTimeout,
            Phase.Connecting or Phase.FirstToken when waited >= _firstToken => ErrorCode.FirstTokenTimeout,
            Phase.BetweenTokens when waited >= _betweenTokens => ErrorCode.BetweenTokensTimeout,
            _ => null,
        };
    }

    private void Enter(Phase phase, long now)
    {
        Volatile.Write(ref _since, now);
        _phase = phase;
    }

    private static long Shorter(TimeSpan limit, TimeSpan? requested) =>
        requested is { } wish && wish < limit ? wish.Ticks : limit.Ticks;
}
