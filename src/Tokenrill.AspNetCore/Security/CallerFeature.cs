using Microsoft.AspNetCore.Http;
using Tokenrill.Generations;

namespace Tokenrill.AspNetCore.Security;

/// <summary>Who makes a request.</summary>
internal static class CallerFeature
{
    /// <summary>The claim of a key that may see and stop everybody's generations.</summary>
    public const string AdminClaim = "tokenrill:admin";

    /// <summary>The claim of a read token: the one generation it reads.</summary>
    public const string ReadsOnlyClaim = "tokenrill:reads";

    /// <summary>The only user of a server without keys.</summary>
    public const string LocalUser = "local";

    /// <summary>The caller that authentication found; on a server without keys, its only user.</summary>
    /// <exception cref="TokenrillException">Nobody was found: the endpoint forgot to ask for authentication.</exception>
    public static Caller Caller(this HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true, Name: { } name }
            ? new Caller(name, context.User.HasClaim(static claim => claim.Type == AdminClaim))
            : throw new TokenrillException(ErrorCode.Unauthorized);

    /// <summary>With a read token: the one generation the caller may read, and nothing else. Otherwise null.</summary>
    public static string? ReadsOnly(this HttpContext context) => context.User.FindFirst(ReadsOnlyClaim)?.Value;
}
