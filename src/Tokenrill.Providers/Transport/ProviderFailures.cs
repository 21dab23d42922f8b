using System.Globalization;

namespace Tokenrill.Providers.Transport;

/// <summary>Which of the project's error codes a provider's error is.</summary>
internal static class ProviderFailures
{
    // What OpenAI, vLLM, llama.cpp, Mistral, LM Studio, Gemini, Anthropic and Ollama say when a conversation is too long.
    private static readonly string[] TooLong =
    [
        "context_length_exceeded", "exceed_context_size", "maximum context length", "exceeds the available context size",
        "too large for model with", "longer than the maximum model length", "greater than the context length",
        "exceeds the context length", "exceeds the maximum number of tokens allowed", "prompt is too long",
    ];

    /// <summary>A status that is no success.</summary>
    public static ProviderException Refused(ProviderIdentity provider, int status, ProviderErrorBody body, TimeSpan? retryAfter)
    {
        var code = Classify(status, body);
        var hint = status switch
        {
            401 or 403 => $"; check the key of provider {provider.Name}",
            404 => "; check the model's name and the provider's BaseUrl",
            >= 300 and < 400 => "; it points elsewhere: check the provider's BaseUrl",
            _ => "",
        };
        return provider.Failure(code, $"it answered {status.ToString(CultureInfo.InvariantCulture)} {provider.Quote(body.Message)}{hint}", retryAfter: retryAfter);
    }

    /// <summary>An error within a stream that began with success.</summary>
    public static ProviderException InStream(ProviderIdentity provider, ProviderErrorBody body) =>
        provider.Failure(Classify(StatusIn(body), body), $"it reported an error in the stream: {provider.Quote(body.Message ?? body.Type ?? body.Code)}");

    private static ErrorCode Classify(int? status, ProviderErrorBody body)
    {
        if (status is null or (>= 400 and < 500) && body.Code is "content_filter" or "content_policy_violation")
            return ErrorCode.ContentFiltered;
        if (status is null or 400 or 413 or 422 or 500 && IsTooLong(body))
            return ErrorCode.ContextLengthExceeded;
        return status switch
        {
            429 => ErrorCode.ProviderRateLimited,
            // What is too large is the conversation that was sent, unless it only is for this minute's allowance.
            413 => IsRateLimit(body) ? ErrorCode.ProviderRateLimited : ErrorCode.ContextLengthExceeded,
            408 or >= 500 => ErrorCode.ProviderUnavailable,
            not null => ErrorCode.ProviderRejected,
            null when IsRateLimit(body) => ErrorCode.ProviderRateLimited,
            null when body.Type is "invalid_request_error" or "authentication_error" or "permission_error" or "not_found_error" => ErrorCode.ProviderRejected,
            null => ErrorCode.ProviderUnavailable,
        };
    }

    private static int? StatusIn(ProviderErrorBody body) =>
        int.TryParse(body.Code, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 400 and < 600 ? status : null;

    private static bool IsTooLong(ProviderErrorBody body) => TooLong.Any(text =>
        Holds(body.Message, text) || Holds(body.Type, text) || Holds(body.Code, text));

    private static bool IsRateLimit(ProviderErrorBody body) => Holds(body.Code, "rate_limit") || Holds(body.Type, "rate_limit");

    private static bool Holds(string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
}
