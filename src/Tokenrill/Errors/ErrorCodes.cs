namespace Tokenrill;

/// <summary>What is fixed for each <see cref="ErrorCode"/>: wire name, HTTP status, whether a retry can help, and a
/// sentence that is safe to show to anybody.</summary>
public static class ErrorCodes
{
    private static readonly ErrorCodeInfo[] All = Build();

    /// <summary>The fixed facts of <paramref name="code"/>.</summary>
    public static ErrorCodeInfo Info(this ErrorCode code) => All[(int)code];

    private static ErrorCodeInfo[] Build()
    {
        var all = new ErrorCodeInfo[Enum.GetValues<ErrorCode>().Length];
        void Add(ErrorCode code, string name, int status, bool retryable, string message) =>
            all[(int)code] = new ErrorCodeInfo(code, name, status, retryable, message);

        Add(ErrorCode.InvalidRequest, "invalid_request", 400, false, "The request is not valid.");
        Add(ErrorCode.Unauthorized, "unauthorized", 401, false, "A valid API key is needed.");
        Add(ErrorCode.Forbidden, "forbidden", 403, false, "This key may not do that.");
        Add(ErrorCode.NotFound, "not_found", 404, false, "There is no such thing here.");
        Add(ErrorCode.SessionBusy, "session_busy", 409, true, "The session has an active generation.");
        Add(ErrorCode.CursorExpired, "cursor_expired", 410, false, "These events are no longer kept.");
        Add(ErrorCode.RequestTooLarge, "request_too_large", 413, false, "The request is too large.");
        Add(ErrorCode.RateLimited, "rate_limited", 429, true, "Too many requests; try again later.");
        Add(ErrorCode.ConnectTimeout, "connect_timeout", 504, true, "The model provider could not be reached in time.");
        Add(ErrorCode.FirstTokenTimeout, "first_token_timeout", 504, true, "The model did not begin to answer in time.");
        Add(ErrorCode.BetweenTokensTimeout, "between_tokens_timeout", 504, true, "The model stopped answering.");
        Add(ErrorCode.TotalTimeout, "total_timeout", 504, true, "The answer took too long.");
        Add(ErrorCode.ProviderUnavailable, "provider_unavailable", 502, true, "The model provider is not available.");
        Add(ErrorCode.ProviderRejected, "provider_rejected", 502, false, "The model provider refused the request.");
        Add(ErrorCode.ProviderRateLimited, "provider_rate_limited", 503, true, "The model provider is busy; try again later.");
        Add(ErrorCode.ProviderDisconnected, "provider_disconnected", 502, true, "The model provider ended the stream before the answer was complete.");
        Add(ErrorCode.ProviderProtocol, "provider_protocol", 502, true, "The model provider sent something that could not be understood.");
        Add(ErrorCode.ContextLengthExceeded, "context_length_exceeded", 400, false, "The conversation is too long for this model.");
        Add(ErrorCode.ContentFiltered, "content_filtered", 400, false, "The provider's content filter refused the request.");
        Add(ErrorCode.OutputLimitExceeded, "output_limit_exceeded", 502, false, "The answer is larger than this server allows.");
        Add(ErrorCode.StorageUnavailable, "storage_unavailable", 503, true, "The server cannot store anything just now; try again later.");
        Add(ErrorCode.Interrupted, "interrupted", 503, true, "The server stopped while the answer was being written.");
        Add(ErrorCode.Internal, "internal", 500, false, "Something went wrong on the server.");
        return all;
    }
}

/// <summary>The fixed facts of one error code.</summary>
/// <param name="Code">The code.</param>
/// <param name="Name">Its name on the wire, for example <c>between_tokens_timeout</c>.</param>
/// <param name="Status">The HTTP status it has before the headers are out.</param>
/// <param name="Retryable">Whether the same request may succeed later.</param>
/// <param name="Message">A sentence that is safe to show to anybody.</param>
public sealed record ErrorCodeInfo(ErrorCode Code, string Name, int Status, bool Retryable, string Message);
