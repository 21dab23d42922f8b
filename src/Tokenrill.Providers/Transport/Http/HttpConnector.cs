using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Tokenrill.Polling;

namespace Tokenrill.Providers.Transport.Http;

/// <summary>Opens connections to one endpoint. How long that may take is the caller's to say.</summary>
/// <param name="endpoint">Where to.</param>
/// <param name="time">Tells how old a connection is.</param>
/// <param name="poller">Whose threads read; null: the runtime's.</param>
/// <param name="certificates">Judges the provider's certificate; null: as the system does.</param>
internal sealed class HttpConnector(HttpEndpoint endpoint, TimeProvider time, Poller? poller, RemoteCertificateValidationCallback? certificates = null)
{
    private readonly SslClientAuthenticationOptions? _tls = endpoint.TlsName is null ? null : new()
    {
        TargetHost = endpoint.TlsName,
        ApplicationProtocols = [SslApplicationProtocol.Http11],
        RemoteCertificateValidationCallback = certificates,
    };

    /// <exception cref="ConnectFailedException">It cannot be reached, or its certificate is not valid.</exception>
    public async ValueTask<HttpConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            return poller is null ? await ConnectAsync(endpoint.Address, cancellationToken) : await ConnectAsync(endpoint.Address, poller, cancellationToken);
        }
        catch (SocketException failed)
        {
            throw ConnectFailedException.Plain(failed);
        }
    }

    private async Task<HttpConnection> ConnectAsync(EndPoint address, Poller poller, CancellationToken cancellationToken)
    {
        var polled = await PolledConnector.ConnectAsync(poller, address, cancellationToken);
        Prepare(polled.Socket);
        return new HttpConnection(polled.Socket, await SecureAsync(new PolledStream(polled), cancellationToken), time, polled);
    }

    private async Task<HttpConnection> ConnectAsync(EndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        NetworkStream stream;
        try
        {
            await socket.ConnectAsync(address, cancellationToken);
            stream = new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        Prepare(socket);
        return new HttpConnection(socket, await SecureAsync(stream, cancellationToken), time);
    }

    private static void Prepare(Socket socket)
    {
        socket.NoDelay = true;
        // A provider that vanished without a word is found by the system, also where a deadline is long.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        // For reads that take what is there and wait for nothing; the others are asynchronous anyway. A network stream is only made of
        // a socket that blocks.
        socket.Blocking = false;
    }

    private async ValueTask<Stream> SecureAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (_tls is null)
            return stream;
        var secure = new SslStream(stream);
        try
        {
            await secure.AuthenticateAsClientAsync(_tls, cancellationToken);
            return secure;
        }
        catch (Exception failed)
        {
            await secure.DisposeAsync();
            if (failed is OperationCanceledException)
                throw;
            throw ConnectFailedException.Secure(failed);
        }
    }
}
