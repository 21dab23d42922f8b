using Microsoft.AspNetCore.StaticFiles;

namespace Tokenrill.Server.Hosting;

/// <summary>The page to try the server with: three files and an icon, which may do nothing but talk to the server they came from.</summary>
internal static class Page
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Serves it at <c>/</c>, to everybody: it holds nothing, and asks for a key itself where one is needed.</summary>
    public static void UsePage(this WebApplication app)
    {
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = Protect });
    }

    private static void Protect(StaticFileResponseContext file)
    {
        var headers = file.Context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        // Asked for anew each time, by ETag: a new server must not meet an old page.
        headers.CacheControl = "no-cache";
    }
}
