namespace Tokenrill;

/// <summary>A provider failed. The client sees the code's own sentence only; <see cref="Exception.Message"/> is for the
/// server's log and may quote the provider, but never a key.</summary>
public sealed class ProviderException(ErrorCode code, string detail, Exception? inner = null) : Exception(detail, inner)
{
    /// <summary>What went wrong, in the project's own words.</summary>
    public ErrorCode Code { get; } = code;

    /// <summary>How long the provider asks to wait (<c>Retry-After</c>).</summary>
    public TimeSpan? RetryAfter { get; init; }
}
