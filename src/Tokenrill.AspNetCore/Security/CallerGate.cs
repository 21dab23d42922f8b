using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Tokenrill.AspNetCore.Errors;

namespace Tokenrill.AspNetCore.Security;

/// <summary>Lets in who may call: finds out who it is, and counts the request. One small step instead of the framework's
/// authentication, authorization and rate limiting, which took a tenth of a short request (docs/decisions/0012).</summary>
internal sealed class CallerGate(RequestDelegate next, CallerIdentification callers, CallerRateLimit calls)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (callers.Identify(context) is not { } caller)
            return ChallengeAsync(context);
        if (!calls.TryCount(caller.Caller.Name, out var retryAfter))
            return ErrorResponse.WriteAsync(context, RequestError.Create(ErrorCode.RateLimited, retryAfter: retryAfter));
        context.Features.Set<IServiceProvidersFeature>(caller);
        return next(context);
    }

    private static Task ChallengeAsync(HttpContext context)
    {
        // RFC 6750: the error is named only to those who tried.
        context.Response.Headers.WWWAuthenticate = CallerIdentification.PresentedKey(context.Request) is null
            ? "Bearer realm=\"tokenrill\""
            : "Bearer realm=\"tokenrill\", error=\"invalid_token\"";
        return ErrorResponse.WriteAsync(context, RequestError.Create(ErrorCode.Unauthorized));
    }
}

/// <summary>Marks endpoints that need a caller; a call counts for that caller's rate limit.</summary>
internal sealed class NeedsCaller
{
    public static readonly NeedsCaller Instance = new();

    /// <summary>Whether a request has come to such an endpoint.</summary>
    public static bool IsMetBy(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<NeedsCaller>() is not null;
}
