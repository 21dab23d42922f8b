using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Tokenrill.AspNetCore.Errors;
using Tokenrill.Options;

namespace Tokenrill.AspNetCore.Security;

/// <summary>How many requests each caller may make in a minute. One limiter for requests and for what is started over a
/// socket, so that a socket is no way around it.</summary>
internal sealed class CallerRateLimit(TokenrillOptions options) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>The limiter. Endpoints without <see cref="CountsForCaller"/> are not limited.</summary>
    public PartitionedRateLimiter<HttpContext> Limiter { get; } = PartitionedRateLimiter.Create<HttpContext, string>(context =>
        context.GetEndpoint()?.Metadata.GetMetadata<CountsForCaller>() is null || context.User.Identity?.Name is not { } caller
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetFixedWindowLimiter(caller, _ => new() { PermitLimit = options.Limits.RequestsPerMinute, Window = Window }));

    /// <summary>Counts one more request of this caller's.</summary>
    /// <exception cref="TokenrillException">It was one too many.</exception>
    public void Count(HttpContext context)
    {
        using var lease = Limiter.AttemptAcquire(context);
        if (!lease.IsAcquired)
            throw new TokenrillException(ErrorCode.RateLimited) { RetryAfter = RetryAfter(lease) };
    }

    /// <summary>Answers a request that was one too many.</summary>
    public static ValueTask RejectAsync(OnRejectedContext rejected, CancellationToken cancellationToken) =>
        new(ErrorResponse.WriteAsync(rejected.HttpContext, RequestError.Create(ErrorCode.RateLimited, retryAfter: RetryAfter(rejected.Lease))));

    public void Dispose() => Limiter.Dispose();

    private static TimeSpan RetryAfter(RateLimitLease lease) =>
        lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Window;
}

/// <summary>Marks endpoints whose calls count for their caller's rate limit.</summary>
internal sealed class CountsForCaller
{
    public static readonly CountsForCaller Instance = new();
}
