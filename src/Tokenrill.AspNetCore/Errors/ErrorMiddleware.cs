using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tokenrill.AspNetCore.Errors;

/// <summary>Turns whatever goes wrong in a request into one answer: a code, an id, a safe sentence. The rest goes to the
/// log, under the same id.</summary>
internal sealed partial class ErrorMiddleware(RequestDelegate next, ILogger<ErrorMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (Unanswered(context) is { } error)
                await ErrorResponse.WriteAsync(context, error);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be told.
        }
        catch (Exception exception)
        {
            await AnswerAsync(context, exception);
        }
    }

    private async Task AnswerAsync(HttpContext context, Exception exception)
    {
        var error = RequestError.From(exception);
        Log(context, error, exception);
        if (context.Response.HasStarted)
        {
            // A response that broke must not look complete.
            context.Abort();
            return;
        }
        context.Response.Clear();
        await ErrorResponse.WriteAsync(context, error);
    }

    private void Log(HttpContext context, RequestError error, Exception exception)
    {
        // The path and never the query: that may hold a read token.
        var path = context.Request.Path.Value;
        if (error.Status >= StatusCodes.Status500InternalServerError)
            LogFailed(error.Error.Id, error.Error.Code.Info().Name, context.Request.Method, path, exception);
        else
            LogRefused(error.Error.Id, error.Error.Code.Info().Name, context.Request.Method, path, error.Error.Message);
    }

    /// <summary>What routing refused without a word.</summary>
    private static RequestError? Unanswered(HttpContext context)
    {
        var response = context.Response;
        if (response.HasStarted || response.ContentType is not null || response.ContentLength is not null || !context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal))
            return null;
        return response.StatusCode switch
        {
            StatusCodes.Status404NotFound => RequestError.Create(ErrorCode.NotFound),
            StatusCodes.Status405MethodNotAllowed => RequestError.Create(ErrorCode.InvalidRequest, $"This path takes {response.Headers.Allow}.") with { Status = StatusCodes.Status405MethodNotAllowed },
            _ => null,
        };
    }

    [LoggerMessage(100, LogLevel.Error, "{Error} {Code} {Method} {Path}")]
    private partial void LogFailed(string error, string code, string method, string? path, Exception exception);

    [LoggerMessage(101, LogLevel.Debug, "{Error} {Code} {Method} {Path}: {Message}")]
    private partial void LogRefused(string error, string code, string method, string? path, string message);
}
