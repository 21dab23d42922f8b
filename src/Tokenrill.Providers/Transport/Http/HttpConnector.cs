using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

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
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // A provider that vanished without a word is found by the system, also where a deadline is long.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            await socket.ConnectAsync(endpoint.Address, cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return new HttpConnection(socket, _tls is null ? stream : await SecureAsync(stream, _tls, cancellationToken), time);
        }
        catch (SocketException failed)
        {
            socket.Dispose();
            throw ConnectFailedException.Of(failed);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<Stream> SecureAsync(NetworkStream stream, SslClientAuthenticationOptions tls, CancellationToken cancellationToken)
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
            if (failed is AuthenticationException or IOException)
                throw new ConnectFailedException(ConnectFailedException.NoTls, failed);
            throw;
        }
    }
}
