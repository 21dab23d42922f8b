using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Tokenrill.TestKit;

/// <summary>Stands between a client and a port, over real sockets, and cuts connections when told to.</summary>
public sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Channel<RelayedConnection> _accepted = Channel.CreateUnbounded<RelayedConnection>();
    private readonly ConcurrentQueue<RelayedConnection> _all = new();
    private readonly ConcurrentQueue<RelayCut> _cuts = new();
    private readonly int _port;
    private readonly Task _accepting;

    public TcpRelay(int port)
    {
        _port = port;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect to.</summary>
    public Uri Address { get; }

    /// <summary>Every connection so far.</summary>
    public IReadOnlyCollection<RelayedConnection> Connections => _all;

    /// <summary>The next connection that no test has taken yet.</summary>
    public Task<RelayedConnection> NextConnectionAsync() => _accepted.Reader.ReadAsync(TestContext.Current.CancellationToken).InTime();

    /// <summary>The next connection that has no cut yet is cut once this many bytes went to its client. May be called for
    /// several connections ahead.</summary>
    public void CutNext(long afterBytes, bool reset = false) => _cuts.Enqueue(new RelayCut(afterBytes, reset));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _accepting;
        _listener.Stop();
        foreach (var connection in _all)
            connection.Cut(reset: true);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_stopping.Token);
                if (await ConnectAsync() is not { } server)
                {
                    client.Dispose();
                    continue;
                }
                client.NoDelay = server.NoDelay = true;
                var connection = new RelayedConnection(client, server, _cuts.TryDequeue(out var cut) ? cut : null);
                _all.Enqueue(connection);
                _accepted.Writer.TryWrite(connection);
                connection.Start();
            }
        }
        catch (OperationCanceledException)
        {
            _accepted.Writer.TryComplete();
        }
    }

    /// <summary>Null when nobody listens there any more: whoever has connected here is hung up on.</summary>
    private async Task<Socket?> ConnectAsync()
    {
        var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _port, _stopping.Token);
            return server;
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            server.Dispose();
            return null;
        }
    }
}

/// <summary>When to cut a connection, and how.</summary>
/// <param name="AfterBytes">Bytes to the client.</param>
/// <param name="Reset">With a reset (RST) instead of an end (FIN).</param>
internal sealed record RelayCut(long AfterBytes, bool Reset);
