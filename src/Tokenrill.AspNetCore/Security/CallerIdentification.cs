using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tokenrill.Generations;

namespace Tokenrill.AspNetCore.Security;

/// <summary>Finds out who calls: by API key (<c>Authorization: Bearer …</c> or <c>x-api-key</c>), or where an endpoint
/// takes one, by a read token in the address. On a server without keys everybody is its one user.</summary>
internal sealed class CallerIdentification(KeyRing keys, ReadTokens tokens, IServiceProvider services)
{
    /// <summary>The name of the only user of a server without keys.</summary>
    public const string LocalUser = "local";

    private const string Bearer = "Bearer ";

    private readonly CallerFeature _local = new(new Caller(LocalUser, IsAdmin: true), services);

    /// <summary>Who it is; null when it is nobody known.</summary>
    public CallerFeature? Identify(HttpContext context)
    {
        if (keys.IsEmpty)
            return _local;
        return PresentedKey(context.Request) is { } presented ? keys.Find(presented) : IdentifyByToken(context);
    }

    /// <summary>The key that a request presents, known or not.</summary>
    public static string? PresentedKey(HttpRequest request)
    {
        if (request.Headers.Authorization is [{ } authorization] && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return authorization[Bearer.Length..].Trim();
        return request.Headers["x-api-key"] is [{ Length: > 0 } key] ? key : null;
    }

    private CallerFeature? IdentifyByToken(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<AcceptsReadToken>() is not { } accepts
            || context.Request.Query["token"] is not [{ Length: > 0 } token]
            || context.GetRouteValue("id") is not string id
            || tokens.Owner(token, accepts.Kind, id) is not { } owner)
        {
            return null;
        }
        return new CallerFeature(new Caller(owner), services, ReadsOnly: id);
    }
}

/// <summary>Marks an endpoint that a read token opens. Its route has an <c>id</c>.</summary>
/// <param name="Kind">What the id names: a token of one kind opens nothing of another.</param>
internal sealed record AcceptsReadToken(string Kind)
{
    public static readonly AcceptsReadToken Generation = new("generation"), Session = new("session");
}
