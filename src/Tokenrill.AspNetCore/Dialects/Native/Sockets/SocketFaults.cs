using System.Net.WebSockets;

namespace Tokenrill.AspNetCore.Dialects.Native.Sockets;

/// <summary>Tells a client that left from a fault.</summary>
internal static class SocketFaults
{
    /// <summary>Whether this is how a socket says that its client is gone.</summary>
    public static bool IsLoss(Exception exception) =>
        exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException;
}
