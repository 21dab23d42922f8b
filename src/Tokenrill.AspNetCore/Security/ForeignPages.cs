using System.Net;
using Microsoft.AspNetCore.Http;

namespace Tokenrill.AspNetCore.Security;

/// <summary>Refuses what web pages of other origins do to a server without keys. There, being able to reach the server is
/// all the authority there is, and a browser lends it to every page: CORS keeps a page from reading the answer, not from
/// sending a form, and WebSockets do not know CORS at all.</summary>
internal sealed class ForeignPages(RequestDelegate next, TokenrillHttpOptions options)
{
    // The last that was found to be one: the same few come again and again.
    private string? _nameOfThisMachine;

    public Task InvokeAsync(HttpContext context)
    {
        EnsureWelcome(context);
        return next(context);
    }

    private void EnsureWelcome(HttpContext context)
    {
        if (!options.AllowInsecure && !IsForThisMachine(context.Request))
            throw new TokenrillException(ErrorCode.Forbidden, "A server without API keys answers only to names of its own machine, such as localhost; set keys, or Tokenrill:AllowInsecure.");
        if (Changes(context) && !IsWelcome(context.Request))
            throw new TokenrillException(ErrorCode.Forbidden, "Web pages of this origin may not call; list it in Tokenrill:Cors:Origins.");
    }

    private bool IsForThisMachine(HttpRequest request)
    {
        var host = request.Headers.Host.ToString();
        if (host == _nameOfThisMachine)
            return true;
        if (!IsNameOfThisMachine(request.Host.Host))
            return false;
        _nameOfThisMachine = host;
        return true;
    }

    /// <summary>A page's own name can be made to lead here (DNS rebinding), and then it is of the same origin to its browser.</summary>
    private static bool IsNameOfThisMachine(string host) =>
        host.Length == 0
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static bool Changes(HttpContext context) =>
        !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method))
        || context.WebSockets.IsWebSocketRequest
        || context.GetEndpoint()?.Metadata.GetMetadata<StartsByGet>() is not null;

    private bool IsWelcome(HttpRequest request)
    {
        // Browsers set this one where they can, and it is right behind a proxy that changes the host, too.
        var site = request.Headers["Sec-Fetch-Site"];
        if (site is ["same-origin" or "none"])
            return true;
        // A picture or a link of another page comes without an origin; what is no browser has none of the two.
        if (request.Headers.Origin is not [{ Length: > 0 } origin])
            return site.Count == 0;
        return IsListed(origin) || (Uri.TryCreate(origin, UriKind.Absolute, out var page) && string.Equals(page.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    private bool IsListed(string origin) =>
        options.Cors.Origins.Contains("*") || options.Cors.Origins.Any(allowed => string.Equals(allowed.TrimEnd('/'), origin, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Marks endpoints that start something although they are read by GET, because EventSource knows nothing else.</summary>
internal sealed class StartsByGet
{
    public static readonly StartsByGet Instance = new();
}
