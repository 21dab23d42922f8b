using System.Net.Sockets;

namespace Tokenrill.Providers.Transport.Http;

/// <summary>No connection came to stand.</summary>
/// <param name="reason">Why, in one word that tells nothing about the host.</param>
/// <param name="inner">The details, for the server's log only.</param>
internal sealed class ConnectFailedException(string reason, Exception inner) : Exception(reason, inner)
{
    public const string NoTls = "SecureConnectionError";

    public string Reason { get; } = reason;

    public static ConnectFailedException Of(SocketException failed) => new(
        failed.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery
            ? "NameResolutionError"
            : "ConnectionError",
        failed);
}
