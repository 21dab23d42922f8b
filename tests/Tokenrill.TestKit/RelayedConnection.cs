using System.Net.Sockets;

namespace Tokenrill.TestKit;

/// <summary>One connection through a <see cref="TcpRelay"/>.</summary>
public sealed class RelayedConnection
{
    private readonly Socket _client;
    private readonly Socket _server;
    private readonly RelayCut? _cut;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _toClient;
    private long _toServer;
    private int _isCut;

    internal RelayedConnection(Socket client, Socket server, RelayCut? cut)
    {
        _client = client;
        _server = server;
        _cut = cut;
    }

    /// <summary>Bytes that went to the client.</summary>
    public long ToClient => Interlocked.Read(ref _toClient);

    /// <summary>Bytes that went to the server.</summary>
    public long ToServer => Interlocked.Read(ref _toServer);

    /// <summary>Completes when both directions are over.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Cuts both sides now: with an end (FIN), or with a reset (RST).</summary>
    public void Cut(bool reset = false)
    {
        if (Interlocked.Exchange(ref _isCut, 1) == 1)
            return;
        if (reset)
            _client.LingerState = _server.LingerState = new LingerOption(true, 0);
        else
            ShutDown(_client, _server);
        _client.Dispose();
        _server.Dispose();
    }

    internal void Start() => _ = RunAsync();

    private async Task RunAsync()
    {
        var down = PumpAsync(_server, _client, isDown: true);
        await Task.WhenAll(down, PumpAsync(_client, _server, isDown: false));
        Cut();
        _closed.TrySetResult();
    }

    private async Task PumpAsync(Socket from, Socket to, bool isDown)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, CancellationToken.None) is var count and > 0)
            {
                var allowed = isDown && _cut is not null ? (int)Math.Clamp(_cut.AfterBytes - ToClient, 0, count) : count;
                for (var sent = 0; sent < allowed;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, allowed - sent), CancellationToken.None);
                Interlocked.Add(ref isDown ? ref _toClient : ref _toServer, allowed);
                if (isDown && _cut is not null && ToClient >= _cut.AfterBytes)
                {
                    Cut(_cut.Reset);
                    return;
                }
            }
            // The other direction may go on: an end of one side is not an end of both.
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            Cut(reset: true);
        }
    }

    private static void ShutDown(params ReadOnlySpan<Socket> sockets)
    {
        foreach (var socket in sockets)
        {
            try
            {
                socket.Shutdown(SocketShutdown.Both);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // Gone already, which is what was wanted.
            }
        }
    }
}
