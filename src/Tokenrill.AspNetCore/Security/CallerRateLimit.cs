using System.Collections.Concurrent;
using Tokenrill.Options;

namespace Tokenrill.AspNetCore.Security;

/// <summary>How many requests each caller may make in a minute. One limiter for requests and for what is started over a
/// socket, so that a socket is no way around it.</summary>
internal sealed class CallerRateLimit(TokenrillOptions options, TimeProvider time)
{
    // As many as there are names of keys: nobody is let in under another.
    private readonly ConcurrentDictionary<string, CallWindow> _windows = new(StringComparer.Ordinal);

    /// <summary>Counts one more request of this caller's.</summary>
    /// <param name="caller">Who it is.</param>
    /// <param name="retryAfter">When it was one too many: how long until the next is welcome, at most.</param>
    /// <returns>False: it was one too many.</returns>
    public bool TryCount(string caller, out TimeSpan retryAfter)
    {
        var window = _windows.GetOrAdd(caller, static (_, time) => new CallWindow(time), time);
        var isWelcome = window.TryCount(options.Limits.RequestsPerMinute);
        retryAfter = isWelcome ? TimeSpan.Zero : CallWindow.Length;
        return isWelcome;
    }

    /// <summary>Counts one more request of this caller's.</summary>
    /// <exception cref="TokenrillException">It was one too many.</exception>
    public void Count(string caller)
    {
        if (!TryCount(caller, out var retryAfter))
            throw new TokenrillException(ErrorCode.RateLimited) { RetryAfter = retryAfter };
    }
}
