using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Tokenrill.TestKit.Servers;

/// <summary>An HTTP/1.1 server on a real loopback socket that answers each request by a script, byte by byte: for tests of
/// what happens on the wire. The script says what is sent, and when; the server records what it saw.</summary>
/// <example>
/// <code>
/// await using var server = ScriptedServer.Start(async exchange =>
/// {
///     await exchange.SendHeadersAsync("text/event-stream");
///     await exchange.SendChunkAsync("data: one\n\n");
///     await gate.Task;                       // opened by the test
///     await exchange.ResetAsync();
/// });
/// </code>
/// </example>
/// <remarks>Nothing here takes time by itself. A script that awaits a task of the test holds only its own connection;
/// disposing the server closes all of them and cancels <see cref="ScriptedExchange.Stopping"/>.</remarks>
public sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<ScriptedExchange, Task> _script;
    private readonly ConcurrentQueue<ScriptedRequest> _requests = new();
    private readonly ConcurrentQueue<Exception> _faults = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _accepting;
    private int _accepted;
    private int _open;

    private ScriptedServer(Func<ScriptedExchange, Task> script)
    {
        _script = script;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Starts a server that runs the script once for each request.</summary>
    public static ScriptedServer Start(Func<ScriptedExchange, Task> script) => new(script);

    /// <summary>Where it listens, without a slash at the end of a path: <c>http://127.0.0.1:port</c>.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>The requests received so far, in the order in which their bodies were complete.</summary>
    public IReadOnlyList<ScriptedRequest> Requests => [.. _requests];

    /// <summary>How many connections were accepted so far.</summary>
    public int AcceptedConnections => Volatile.Read(ref _accepted);

    /// <summary>How many requests are being answered now.</summary>
    public int OpenRequests => Volatile.Read(ref _open);

    /// <summary>Closes every connection, and throws what a script threw other than for a closed connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stopping.Dispose();
        if (!_faults.IsEmpty)
            throw new AggregateException("A script failed.", _faults);
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync(_stopping.Token);
            }
            catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
            var number = Interlocked.Increment(ref _accepted);
            _connections.Add(ServeAsync(socket, number));
        }
    }

    private async Task ServeAsync(Socket socket, int number)
    {
        using (socket)
        {
            socket.NoDelay = true;
            var connection = new ScriptedConnection(socket, _stopping.Token);
            try
            {
                while (await connection.ReadRequestAsync(number) is { } request)
                {
                    _requests.Enqueue(request);
                    await AnswerAsync(connection, request);
                    if (connection.IsClosed)
                        return;
                }
            }
            catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The client or the test has ended the connection; the exchange has recorded it.
            }
            catch (Exception fault)
            {
                _faults.Enqueue(fault);
            }
        }
    }

    private async Task AnswerAsync(ScriptedConnection connection, ScriptedRequest request)
    {
        Interlocked.Increment(ref _open);
        try
        {
            // A test that failed may never open the gate that its script waits for.
            await _script(new ScriptedExchange(connection, request, _stopping.Token)).WaitAsync(_stopping.Token);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
