using System.Globalization;
using System.Text;

namespace Tokenrill.TestKit.Servers;

/// <summary>One request and the answer that a script writes to it. When the script returns without closing, the next
/// request of the connection is read.</summary>
public sealed class ScriptedExchange
{
    private readonly ScriptedConnection _connection;

    internal ScriptedExchange(ScriptedConnection connection, ScriptedRequest request, CancellationToken stopping)
    {
        _connection = connection;
        Request = request;
        Stopping = stopping;
    }

    /// <summary>What was asked.</summary>
    public ScriptedRequest Request { get; }

    /// <summary>Fires when the server is disposed of.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Completes at the moment the client closes or resets the connection.</summary>
    public Task ClientClosed => _connection.ClientClosed;

    /// <summary>Sends these bytes as they are.</summary>
    public Task SendAsync(ReadOnlyMemory<byte> bytes) => _connection.SendAsync(bytes);

    /// <summary>Sends this text as it is, in UTF-8.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Sends a status and headers; a body in chunks follows.</summary>
    public Task SendHeadersAsync(string contentType, int status = 200) =>
        SendAsync($"HTTP/1.1 {Status(status)} Scripted\r\nContent-Type: {contentType}\r\nTransfer-Encoding: chunked\r\n\r\n");

    /// <summary>Sends one chunk of the body.</summary>
    public async Task SendChunkAsync(ReadOnlyMemory<byte> bytes)
    {
        var size = Encoding.ASCII.GetBytes(bytes.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
        byte[] frame = [.. size, .. bytes.Span, (byte)'\r', (byte)'\n'];
        await SendAsync(frame);
    }

    /// <summary>Sends one chunk of the body.</summary>
    public Task SendChunkAsync(string text) => SendChunkAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Ends a body in chunks, in good order.</summary>
    public Task EndAsync() => SendAsync("0\r\n\r\n");

    /// <summary>Sends a whole answer with its length.</summary>
    /// <param name="status">The status.</param>
    /// <param name="contentType">The type of the body.</param>
    /// <param name="body">The body.</param>
    /// <param name="headers">Further header lines, each ended by CRLF.</param>
    public Task RespondAsync(int status, string contentType, string body, string headers = "") =>
        SendAsync($"HTTP/1.1 {Status(status)} Scripted\r\nContent-Type: {contentType}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}");

    /// <summary>Sends a whole answer, its body in these chunks, in one write: it arrives in one piece.</summary>
    public Task RespondInChunksAsync(string contentType, params string[] chunks) =>
        SendAsync($"HTTP/1.1 200 Scripted\r\nContent-Type: {contentType}\r\nTransfer-Encoding: chunked\r\n\r\n"
            + string.Concat(chunks.Select(chunk => $"{Encoding.UTF8.GetByteCount(chunk):x}\r\n{chunk}\r\n")) + "0\r\n\r\n");

    /// <summary>Closes the connection with FIN: what was sent arrives.</summary>
    public Task CloseAsync()
    {
        _connection.Close(reset: false);
        return Task.CompletedTask;
    }

    /// <summary>Closes the connection with RST: what was sent and not yet read may be lost.</summary>
    public Task ResetAsync()
    {
        _connection.Close(reset: true);
        return Task.CompletedTask;
    }

    /// <summary>Sends nothing more until the client closes the connection.</summary>
    public Task GoSilentAsync() => ClientClosed.WaitAsync(Stopping);

    private static string Status(int status) => status.ToString(CultureInfo.InvariantCulture);
}
