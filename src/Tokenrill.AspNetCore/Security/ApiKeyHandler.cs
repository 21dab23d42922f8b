using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tokenrill.AspNetCore.Errors;

namespace Tokenrill.AspNetCore.Security;

/// <summary>Finds out who calls: by API key (<c>Authorization: Bearer …</c> or <c>x-api-key</c>), or where an endpoint
/// takes one, by a read token in the address. On a server without keys everybody is its one user.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the authentication services.")]
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, KeyRing keys, ReadTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Tokenrill";

    private const string Bearer = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Identify());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // RFC 6750: the error is named only to those who tried.
        Response.Headers.WWWAuthenticate = PresentedKey() is null ? "Bearer realm=\"tokenrill\"" : "Bearer realm=\"tokenrill\", error=\"invalid_token\"";
        return ErrorResponse.WriteAsync(Context, RequestError.Create(ErrorCode.Unauthorized));
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer realm=\"tokenrill\", error=\"insufficient_scope\"";
        return ErrorResponse.WriteAsync(Context, RequestError.Create(ErrorCode.Forbidden));
    }

    private AuthenticateResult Identify()
    {
        if (keys.IsEmpty)
            return Success(CallerFeature.LocalUser, new Claim(CallerFeature.AdminClaim, "true"));
        if (PresentedKey() is { } presented)
        {
            return keys.Find(presented) is { } key
                ? key.Admin ? Success(key.Name, new Claim(CallerFeature.AdminClaim, "true")) : Success(key.Name)
                : AuthenticateResult.Fail("unknown key");
        }
        return IdentifyByToken();
    }

    private AuthenticateResult IdentifyByToken()
    {
        if (Context.GetEndpoint()?.Metadata.GetMetadata<AcceptsReadToken>() is null
            || Request.Query["token"] is not [{ Length: > 0 } token]
            || Context.GetRouteValue("id") is not string generation)
        {
            return AuthenticateResult.NoResult();
        }
        return tokens.Owner(token, generation) is { } owner
            ? Success(owner, new Claim(CallerFeature.ReadsOnlyClaim, generation))
            : AuthenticateResult.Fail("unknown or expired read token");
    }

    private string? PresentedKey()
    {
        if (Request.Headers.Authorization is [{ } authorization] && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return authorization[Bearer.Length..].Trim();
        return Request.Headers["x-api-key"] is [{ Length: > 0 } key] ? key : null;
    }

    private static AuthenticateResult Success(string name, params Claim[] claims)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, name), .. claims], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }
}

/// <summary>Marks an endpoint that a read token opens. Its route has an <c>id</c>.</summary>
internal sealed class AcceptsReadToken
{
    public static readonly AcceptsReadToken Instance = new();
}
