using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Tokenrill.AspNetCore.Dialects.Threads;

/// <summary>Addresses of further pages, whole as Django REST framework gives them.</summary>
internal static class ThreadLinks
{
    /// <summary>The address of the page behind a cursor, as long as this one; null when there is none.</summary>
    public static string? Next(HttpRequest request, string? cursor)
    {
        if (cursor is null)
            return null;
        var query = new QueryBuilder { { "cursor", cursor } };
        if (request.Query["limit"] is [{ } limit])
            query.Add("limit", limit);
        return UriHelper.BuildAbsolute(request.Scheme, request.Host, request.PathBase, request.Path, query.ToQueryString());
    }
}
