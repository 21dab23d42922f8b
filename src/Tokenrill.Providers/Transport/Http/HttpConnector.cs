using System.Net.Security;
using System.Net.Sockets;

namespace Tokenrill.Providers.Transport.Http;

/// <summary>Opens connections to one endpoint. How long that may take is the caller's to say.</summary>
internal sealed class HttpConnector(HttpEndpoint endpoint, TimeProvider time, RemoteCertificateValidationCallback? certificates = null)
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
        var stream = await ConnectAsync(endpoint, cancellationToken);
        return new HttpConnection(stream.Socket, _tls is null ? stream : await SecureAsync(stream, _tls, cancellationToken), time);
    }

    private static async Task<NetworkStream> ConnectAsync(HttpEndpoint endpoint, CancellationToken cancellationToken)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            // A provider that vanished without a word is found by the system, also where a deadline is long.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            await socket.ConnectAsync(endpoint.Address, cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            // For reads that take what is there and wait for nothing; the others are asynchronous anyway. A stream is only made of
            // a socket that blocks.
            socket.Blocking = false;
            return stream;
        }
        catch (Exception failed)
        {
            socket?.Dispose();
            if (failed is OperationCanceledException)
                throw;
            throw ConnectFailedException.Plain(failed);
        }
    }

    private static async Task<SslStream> SecureAsync(NetworkStream stream, SslClientAuthenticationOptions tls, CancellationToken cancellationToken)
    {
        var secure = new SslStream(stream);
        try
        {
            await secure.AuthenticateAsClientAsync(tls, cancellationToken);
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
