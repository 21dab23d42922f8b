using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace Tokenrill.Server.Hosting;

/// <summary>The web UI, where it was built, and the plain page, which needs no build. They may do nothing but talk to the server they came from.</summary>
internal static class Pages
{
    // Answers are Markdown that a model wrote: a picture from anywhere would tell that place what was said.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly FileExtensionContentTypeProvider Types = TypesOfPages();

    /// <summary>Serves them to everybody: they hold nothing, and ask for a key themselves where one is needed. At <c>/</c> is the web UI; the
    /// plain page is at <c>/plain/</c>, and at <c>/</c> as well where there is no web UI.</summary>
    /// <param name="app">The server.</param>
    /// <param name="ui">The folder of the web UI. Default: <c>ui</c> beside the program.</param>
    public static void UsePages(this WebApplication app, string? ui = null)
    {
        var files = new CompositeFileProvider(FilesIn(ui ?? BesideTheProgram("ui")), FilesIn(BesideTheProgram("wwwroot")));
        // Nothing else reads a file, and each of them would look at the path of each request to find that out.
        app.UseWhen(static context => HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method), reads =>
        {
            reads.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files, DefaultFileNames = ["index.html", "plain/index.html"] });
            reads.UseCompressed(files, "br", ".br");
            reads.UseCompressed(files, "gzip", ".gz");
            reads.UseStaticFiles(new StaticFileOptions { FileProvider = files, ContentTypeProvider = Types, OnPrepareResponse = Protect });
        });
    }

    private static void UseCompressed(this IApplicationBuilder app, IFileProvider files, string coding, string ending) =>
        app.UseWhen(context => Accepts(context.Request, coding), branch => branch.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new CompressedFiles(files, ending),
            ContentTypeProvider = Types,
            OnPrepareResponse = file =>
            {
                Protect(file);
                file.Context.Response.Headers.ContentEncoding = coding;
                file.Context.Response.Headers.AcceptRanges = default;
            },
        }));

    /// <summary>Whether a file may be sent in this coding. A range of a file is always one of the file itself.</summary>
    private static bool Accepts(HttpRequest request, string coding)
    {
        // Nothing of the API is a file, and to parse a header for it would be waste.
        if (!Types.TryGetContentType(request.Path.Value ?? "", out _) || request.Headers.Range.Count > 0)
            return false;
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        var said = accepted.FirstOrDefault(one => one.Value.Equals(coding, StringComparison.OrdinalIgnoreCase)) ?? accepted.FirstOrDefault(one => one.Value == "*");
        return said is not null && said.Quality is not 0;
    }

    private static void Protect(StaticFileResponseContext file)
    {
        var headers = file.Context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.Vary = HeaderNames.AcceptEncoding;
        // Assets have their content in their names. All else is asked for anew each time, by ETag: a new server must not meet an old page.
        headers.CacheControl = file.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
    }

    private static FileExtensionContentTypeProvider TypesOfPages()
    {
        var types = new FileExtensionContentTypeProvider();
        // The compressed form of a file is not a file of its own. ".br" is no type that is known.
        types.Mappings.Remove(".gz");
        return types;
    }

    private static IFileProvider FilesIn(string folder) => Directory.Exists(folder) ? new PhysicalFileProvider(folder) : new NullFileProvider();

    private static string BesideTheProgram(string folder) => Path.Combine(AppContext.BaseDirectory, folder);
}
