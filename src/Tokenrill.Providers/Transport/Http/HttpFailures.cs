namespace Tokenrill.Providers.Transport.Http;

/// <summary>What a request that came to nothing is to the engine.</summary>
internal static class HttpFailures
{
    /// <summary>Whether an exception says that the provider, or the way to it, failed.</summary>
    public static bool IsOne(Exception exception) =>
        exception is MalformedResponseException or ConnectFailedException || HttpConnection.IsBroken(exception);

    /// <summary>No response came.</summary>
    public static Exception BeforeHead(ProviderIdentity provider, Exception failed, CancellationToken cancellationToken) =>
        Translate(provider, failed, ErrorCode.ProviderUnavailable, $"it could not be reached ({(failed as ConnectFailedException)?.Reason ?? "ResponseEnded"})", cancellationToken);

    /// <summary>A response came, and broke off.</summary>
    public static Exception InBody(ProviderIdentity provider, Exception failed, string detail, CancellationToken cancellationToken) =>
        Translate(provider, failed, ErrorCode.ProviderDisconnected, detail, cancellationToken);

    private static Exception Translate(ProviderIdentity provider, Exception failed, ErrorCode code, string detail, CancellationToken cancellationToken)
    {
        // Cancelling closes the connection, and whatever broke then broke because of that.
        if (cancellationToken.IsCancellationRequested)
            return new OperationCanceledException(failed.Message, failed, cancellationToken);
        return failed is MalformedResponseException
            ? provider.Failure(ErrorCode.ProviderProtocol, "its answer is no HTTP", failed)
            : provider.Failure(code, detail, failed);
    }
}
