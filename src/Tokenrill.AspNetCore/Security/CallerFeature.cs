using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Tokenrill.Generations;

namespace Tokenrill.AspNetCore.Security;

/// <summary>Who makes a request, as <see cref="CallerGate"/> found out, and the services that serve them: the process's own, because nothing
/// that serves a caller is scoped. One feature for both, and one the server has a place for: each that is added has all others looked up anew.</summary>
/// <param name="Caller">Who it is.</param>
/// <param name="Services">The process's services.</param>
/// <param name="ReadsOnly">With a read token: the id of the one thing it reads, and nothing else. Otherwise null.</param>
internal sealed record CallerFeature(Caller Caller, IServiceProvider Services, string? ReadsOnly = null) : IServiceProvidersFeature
{
    IServiceProvider IServiceProvidersFeature.RequestServices
    {
        get => Services;
        set => throw new NotSupportedException("All requests of a caller share this.");
    }
}

/// <summary>Who makes a request.</summary>
internal static class CallerOfRequest
{
    /// <summary>The caller; on a server without keys, its only user.</summary>
    /// <exception cref="TokenrillException">Nobody was found: the endpoint is not one of those that need a caller.</exception>
    public static Caller Caller(this HttpContext context) => Found(context)?.Caller ?? throw new TokenrillException(ErrorCode.Unauthorized);

    /// <summary>With a read token: the id of the one thing the caller may read, and nothing else. Otherwise null.</summary>
    public static string? ReadsOnly(this HttpContext context) => Found(context)?.ReadsOnly;

    private static CallerFeature? Found(HttpContext context) => context.Features.Get<IServiceProvidersFeature>() as CallerFeature;
}
