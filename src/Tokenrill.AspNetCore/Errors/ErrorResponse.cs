using Microsoft.AspNetCore.Http;
using Tokenrill.AspNetCore.Framing;

namespace Tokenrill.AspNetCore.Errors;

/// <summary>Answers a request with an error instead of what it asked for.</summary>
internal static class ErrorResponse
{
    /// <summary>Writes the error in the shape of the endpoint's dialect. The headers must not be out yet.</summary>
    public static async Task WriteAsync(HttpContext context, RequestError error)
    {
        var format = context.GetEndpoint()?.Metadata.GetMetadata<IErrorFormat>() ?? ProblemFormat.Instance;
        var status = format.StatusOf(error, context.Request);
        if (status == StatusCodes.Status204NoContent)
        {
            context.Response.StatusCode = status;
            return;
        }
        Prepare(context.Response, status, format.ContentType, error.Error.RetryAfter);
        format.Write(error, context.Response.BodyWriter);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    /// <summary>Status and headers of an answer that is an error.</summary>
    public static void Prepare(HttpResponse response, int status, string contentType, TimeSpan? retryAfter)
    {
        response.StatusCode = status;
        response.ContentType = contentType;
        response.Headers.CacheControl = "no-store";
        RetryAfter.Set(response, retryAfter);
    }
}
