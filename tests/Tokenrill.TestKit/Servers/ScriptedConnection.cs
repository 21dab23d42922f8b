using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Tokenrill.TestKit.Servers;

/// <summary>The server's end of one connection. One reader runs all the time, so that a client's close is seen at once,
/// also while the script is busy.</summary>
internal sealed class ScriptedConnection
{
    private readonly Socket _socket;
    private readonly CancellationToken _stopping;
    private readonly System.IO.Pipelines.Pipe _received = new();
    private readonly TaskCompletionSource _clientClosed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ScriptedConnection(Socket socket, CancellationToken stopping)
    {
        _socket = socket;
        _stopping = stopping;
        _ = ReceiveAsync();
    }

    /// <summary>Completes when the client has closed or reset the connection.</summary>
    public Task ClientClosed => _clientClosed.Task;

    /// <summary>This side has closed it.</summary>
    public bool IsClosed { get; private set; }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, _stopping)..];
    }

    public void Close(bool reset)
    {
        IsClosed = true;
        // FIN lets what was sent arrive; a linger of zero seconds drops it and sends RST.
        if (reset)
            _socket.LingerState = new LingerOption(true, 0);
        else
            _socket.Shutdown(SocketShutdown.Send);
        _socket.Close();
    }

    /// <summary>The next request; null when the client sends no further one.</summary>
    public async Task<ScriptedRequest?> ReadRequestAsync(int number)
    {
        if (await ReadLineAsync() is not { } start)
            return null;
        var words = start.Split(' ');
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }
        var length = headers.TryGetValue("Content-Length", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        return new ScriptedRequest(number, words[0], words[1], headers, await ReadBodyAsync(length));
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                var count = await _socket.ReceiveAsync(_received.Writer.GetMemory(), SocketFlags.None, _stopping);
                if (count == 0)
                    break;
                _received.Writer.Advance(count);
                await _received.Writer.FlushAsync(_stopping);
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Closed all the same.
        }
        if (!IsClosed && !_stopping.IsCancellationRequested)
            _clientClosed.TrySetResult();
        await _received.Writer.CompleteAsync();
    }

    private async Task<string?> ReadLineAsync()
    {
        var line = new StringBuilder();
        while (await ReadBodyAsync(1) is [var next])
        {
            if (next == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)next);
        }
        return null;
    }

    private async Task<byte[]> ReadBodyAsync(int length)
    {
        if (length == 0)
            return [];
        var read = await _received.Reader.ReadAtLeastAsync(length, _stopping);
        if (read.Buffer.Length < length)
            return [];
        var end = read.Buffer.GetPosition(length);
        var body = System.Buffers.BuffersExtensions.ToArray(read.Buffer.Slice(0, end));
        _received.Reader.AdvanceTo(end);
        return body;
    }
}
