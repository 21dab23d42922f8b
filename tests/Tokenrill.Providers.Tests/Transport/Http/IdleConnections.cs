using System.Net;
using System.Net.Sockets;
using System.Text;
using Tokenrill.Providers.Transport.Http;

namespace Tokenrill.Providers.Tests.Transport.Http;

/// <summary>Real connections whose response has just ended, and their server's ends.</summary>
internal sealed class IdleConnections : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _accepted = [];
    private readonly TimeProvider _time;

    public IdleConnections(TimeProvider time)
    {
        _time = time;
        _listener.Start();
        Connector = new HttpConnector(new HttpEndpoint(_listener.LocalEndpoint, null), time, poller: null);
    }

    public HttpConnector Connector { get; }

    /// <summary>A connection, with this head read on it, and the server's end of it.</summary>
    public async Task<(HttpConnection Client, Socket Server)> OpenAsync(string headers = "")
    {
        var client = await Connector.ConnectAsync(TestContext.Current.CancellationToken);
        return (End(client, headers), await AcceptAsync());
    }

    /// <summary>The same over a socket of the test's own.</summary>
    public async Task<(HttpConnection Client, Socket Server)> OpenAsync(Socket socket)
    {
        await socket.ConnectAsync(_listener.LocalEndpoint, TestContext.Current.CancellationToken);
        return (End(new HttpConnection(socket, new NetworkStream(socket, ownsSocket: true), _time), ""), await AcceptAsync());
    }

    public async Task<Socket> AcceptAsync()
    {
        var server = await _listener.AcceptSocketAsync(TestContext.Current.CancellationToken).AsTask().Soon();
        _accepted.Add(server);
        return server;
    }

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var socket in _accepted)
            socket.Dispose();
    }

    /// <summary>Completes with 0 when the client has closed.</summary>
    public static Task<int> NextByteAsync(Socket server) =>
        server.ReceiveAsync(new byte[1], SocketFlags.None, TestContext.Current.CancellationToken).AsTask().Soon();

    private static HttpConnection End(HttpConnection connection, string headers)
    {
        connection.Head.Reset();
        ReadOnlySpan<byte> head = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n{headers}\r\n");
        connection.Head.Read(ref head).ShouldBeTrue();
        connection.Body.Begin(connection.Head);
        return connection;
    }
}
