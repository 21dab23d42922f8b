using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Tokenrill.Polling;

/// <summary>Opens connections whose sockets are polled from the first moment on: the runtime's own way would watch them for ever.</summary>
internal static partial class PolledConnector
{
    private const int InProgress = 115;

    /// <summary>Connects to a host, by the first of its addresses that answers.</summary>
    /// <exception cref="SocketException">None does, or there is none.</exception>
    public static async Task<PolledSocket> ConnectAsync(Poller poller, EndPoint endpoint, CancellationToken cancellationToken)
    {
        if (endpoint is not DnsEndPoint host)
            return await ConnectOneAsync(poller, endpoint, cancellationToken);
        return await ConnectAsync(poller, await Dns.GetHostAddressesAsync(host.Host, host.AddressFamily, cancellationToken), host.Port, cancellationToken);
    }

    /// <summary>Connects to the first of these addresses that answers.</summary>
    /// <exception cref="SocketException">None does, or there is none.</exception>
    public static async Task<PolledSocket> ConnectAsync(Poller poller, IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                if (i == addresses.Length)
                    throw new SocketException((int)SocketError.HostNotFound);
                return await ConnectOneAsync(poller, new IPEndPoint(addresses[i], port), cancellationToken);
            }
            catch (SocketException) when (i < addresses.Length - 1)
            {
                // The next may answer.
            }
        }
    }

    private static async Task<PolledSocket> ConnectOneAsync(Poller poller, EndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var polled = new PolledSocket(poller, socket);
        try
        {
            var isUnderWay = Begin(socket, endpoint.Serialize());
            // Not before: a socket that has not begun to connect counts as one that has been hung up.
            polled.Start();
            if (isUnderWay)
                await WaitAsync(polled, cancellationToken);
            return polled;
        }
        catch
        {
            polled.Dispose();
            throw;
        }
    }

    private static async Task WaitAsync(PolledSocket polled, CancellationToken cancellationToken)
    {
        using var end = cancellationToken.UnsafeRegister(static socket => ((PolledSocket)socket!).Wake(), polled);
        do
        {
            await polled.WaitWritableAsync();
            cancellationToken.ThrowIfCancellationRequested();
            if ((SocketError)polled.Socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)! is var error and not SocketError.Success)
                throw new SocketException((int)error);
        }
        while (!polled.Socket.Poll(TimeSpan.Zero, SelectMode.SelectWrite));
    }

    /// <summary>False when it stands already.</summary>
    private static bool Begin(Socket socket, SocketAddress address)
    {
        if (Connect(socket.SafeHandle, in MemoryMarshal.GetReference(address.Buffer.Span), address.Size) == 0)
            return false;
        var error = Marshal.GetLastPInvokeError();
        return error == InProgress ? true : throw new SocketException((int)ErrorOf(error), $"connect: error {error}");
    }

    // The runtime's table of these is not to be had; those that come at once, of a host in reach.
    private static SocketError ErrorOf(int error) => error switch
    {
        99 => SocketError.AddressNotAvailable,
        101 => SocketError.NetworkUnreachable,
        111 => SocketError.ConnectionRefused,
        113 => SocketError.HostUnreachable,
        _ => SocketError.SocketError,
    };

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    private static partial int Connect(SafeSocketHandle socket, in byte address, int length);
}
