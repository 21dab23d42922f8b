using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Tokenrill.AspNetCore.Framing;

/// <summary>The header that says how long to wait before asking again.</summary>
internal static class RetryAfter
{
    /// <summary>In whole seconds, at least one; null leaves it out.</summary>
    public static void Set(HttpResponse response, TimeSpan? wait)
    {
        if (wait is { } time)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }
}
