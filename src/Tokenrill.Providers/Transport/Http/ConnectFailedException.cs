using System.Net.Sockets;

namespace Tokenrill.Providers.Transport.Http;

/// <summary>No connection came to stand.</summary>
/// <param name="reason">Why, in one word that tells nothing about the host.</param>
/// <param name="inner">The details, for the server's log only.</param>
internal sealed class ConnectFailedException(string reason, Exception inner) : Exception(reason, inner)
{
    public string Reason { get; } = reason;

    /// <summary>No TCP.</summary>
    public static ConnectFailedException Plain(Exception failed) =>
        new(failed is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery }
            ? "NameResolutionError"
            : "ConnectionError", failed);

    /// <summary>No TLS on it.</summary>
    public static ConnectFailedException Secure(Exception failed) => new("SecureConnectionError", failed);
}
