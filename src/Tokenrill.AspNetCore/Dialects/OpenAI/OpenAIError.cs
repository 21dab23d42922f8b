using Tokenrill.AspNetCore.Errors;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.Logs;

namespace Tokenrill.AspNetCore.Dialects.OpenAI;

/// <summary>A fault as OpenAI's SDKs expect it:
/// https://platform.openai.com/docs/guides/error-codes/api-errors</summary>
/// <param name="Status">The HTTP status, while there still can be one. SDKs choose their exception by it.</param>
/// <param name="Message">A sentence that is safe to show.</param>
/// <param name="Code">One of OpenAI's where it has one for this, otherwise the project's own.</param>
/// <param name="Param">The member of the request that was wrong.</param>
/// <param name="IsRetryable">Whether the same request may succeed later.</param>
/// <param name="RetryAfter">How long to wait before that, where it is known.</param>
internal sealed record OpenAIError(int Status, string Message, string Code, string? Param = null, bool IsRetryable = false, TimeSpan? RetryAfter = null)
{
    /// <summary>OpenAI's <c>type</c>.</summary>
    public string Type => Status switch
    {
        401 => "authentication_error",
        403 => "permission_error",
        409 => "conflict_error",
        429 => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };

    /// <summary>A request that was not served. Its id stands in the sentence where the server's log is needed to tell more.</summary>
    public static OpenAIError Of(RequestError error) => Of(error.Error) with
    {
        Status = error.Status,
        Message = error.Status >= 500 ? WithId(error.Error) : error.Error.Message,
        Code = CodeOf(error.Error.Code, error.Field),
        Param = error.Field,
    };

    /// <summary>How a generation ended that did not complete.</summary>
    public static OpenAIError Of(in LogEvent terminal) => terminal.Detail switch
    {
        FailedDetail { Error: var error } => Of(error),
        InterruptedDetail => OfCode(ErrorCode.Interrupted),
        _ => Of(UnfinishedEnd.Of(terminal)),
    };

    /// <summary>The body: <c>{"error":{…}}</c>.</summary>
    public void Write(ref Utf8Output json)
    {
        json.Raw("{\"error\":{\"message\":"u8);
        json.JsonString(Message);
        json.Raw(",\"type\":"u8);
        json.JsonString(Type);
        json.Raw(",\"param\":"u8);
        if (Param is null)
            json.Raw("null"u8);
        else
            json.JsonString(Param);
        json.Raw(",\"code\":"u8);
        json.JsonString(Code);
        json.Raw("}}"u8);
    }

    private static OpenAIError Of(UnfinishedEnd end) => new(end.Status, end.Message, end.Code);

    private static OpenAIError Of(GenerationError error) =>
        OfCode(error.Code) with { Message = WithId(error), RetryAfter = error.RetryAfter };

    private static OpenAIError OfCode(ErrorCode code) =>
        new(code.Info().Status, code.Info().Message, CodeOf(code, null), IsRetryable: code.Info().Retryable);

    // OpenAI's shape has no place for an id, and puts its own ids into the sentence too.
    private static string WithId(GenerationError error) => $"{error.Message} ({error.Id})";

    private static string CodeOf(ErrorCode code, string? field) => code switch
    {
        ErrorCode.NotFound when field == "model" => "model_not_found",
        ErrorCode.Unauthorized => "invalid_api_key",
        ErrorCode.RateLimited => "rate_limit_exceeded",
        _ => code.Info().Name,
    };
}
