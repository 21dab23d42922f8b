using Microsoft.AspNetCore.Http;
using Tokenrill.AspNetCore.Errors;
using Tokenrill.AspNetCore.Framing;

namespace Tokenrill.AspNetCore.Dialects.OpenAI;

/// <summary>Answers with the error that a generation ended with, while there still can be a status.</summary>
internal static class OpenAIErrorResponse
{
    public static async Task WriteAsync(HttpContext context, OpenAIError error)
    {
        var response = context.Response;
        ErrorResponse.Prepare(response, error.Status, ContentTypes.Json, error.RetryAfter);
        // The SDKs retry by status alone unless told otherwise, and a conflict here is one that somebody wanted.
        response.Headers["x-should-retry"] = error.IsRetryable ? "true" : "false";
        Write(error, response);
        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static void Write(OpenAIError error, HttpResponse response)
    {
        var json = new Utf8Output(response.BodyWriter);
        error.Write(ref json);
        json.Commit();
    }
}
