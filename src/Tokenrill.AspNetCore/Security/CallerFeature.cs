using Microsoft.AspNetCore.Http;
using Tokenrill.Generations;

namespace Tokenrill.AspNetCore.Security;

/// <summary>Who makes a request, as <see cref="CallerGate"/> found out.</summary>
/// <param name="Caller">Who it is.</param>
/// <param name="ReadsOnly">With a read token: the id of the one thing it reads, and nothing else. Otherwise null.</param>
internal sealed record CallerFeature(Caller Caller, string? ReadsOnly = null);

/// <summary>Who makes a request.</summary>
internal static class CallerOfRequest
{
    /// <summary>The caller; on a server without keys, its only user.</summary>
    /// <exception cref="TokenrillException">Nobody was found: the endpoint is not one of those that need a caller.</exception>
    public static Caller Caller(this HttpContext context) =>
        context.Features.Get<CallerFeature>()?.Caller ?? throw new TokenrillException(ErrorCode.Unauthorized);

    /// <summary>With a read token: the id of the one thing the caller may read, and nothing else. Otherwise null.</summary>
    public static string? ReadsOnly(this HttpContext context) => context.Features.Get<CallerFeature>()?.ReadsOnly;
}
