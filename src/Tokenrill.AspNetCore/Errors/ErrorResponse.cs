using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Tokenrill.AspNetCore.Errors;

/// <summary>Answers a request with an error instead of what it asked for.</summary>
internal static class ErrorResponse
{
    /// <summary>Writes the error in the shape of the endpoint's dialect. The headers must not be out yet.</summary>
    public static async Task WriteAsync(HttpContext context, RequestError error)
    {
        var response = context.Response;
        var format = context.GetEndpoint()?.Metadata.GetMetadata<IErrorFormat>() ?? ProblemFormat.Instance;
        response.StatusCode = error.Status;
        response.ContentType = format.ContentType;
        response.Headers.CacheControl = "no-store";
        if (error.Error.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        format.Write(error, response.BodyWriter);
        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
