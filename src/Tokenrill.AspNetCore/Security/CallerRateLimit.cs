using System.Threading.RateLimiting;
using Tokenrill.Options;

namespace Tokenrill.AspNetCore.Security;

/// <summary>How many requests each caller may make in a minute. One limiter for requests and for what is started over a
/// socket, so that a socket is no way around it.</summary>
internal sealed class CallerRateLimit(TokenrillOptions options) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(caller =>
        RateLimitPartition.GetFixedWindowLimiter(caller, _ => new() { PermitLimit = options.Limits.RequestsPerMinute, Window = Window }));

    /// <summary>Counts one more request of this caller's.</summary>
    /// <param name="caller">Who it is.</param>
    /// <param name="retryAfter">When it was one too many: how long until the next is welcome.</param>
    /// <returns>False: it was one too many.</returns>
    public bool TryCount(string caller, out TimeSpan retryAfter)
    {
        using var lease = _limiter.AttemptAcquire(caller);
        retryAfter = lease.IsAcquired ? TimeSpan.Zero : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Window;
        return lease.IsAcquired;
    }

    /// <summary>Counts one more request of this caller's.</summary>
    /// <exception cref="TokenrillException">It was one too many.</exception>
    public void Count(string caller)
    {
        if (!TryCount(caller, out var retryAfter))
            throw new TokenrillException(ErrorCode.RateLimited) { RetryAfter = retryAfter };
    }

    public void Dispose() => _limiter.Dispose();
}
