using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Tokenrill.AspNetCore.Tests.Promises;

/// <summary>The frames of a WebSocket, as they come.</summary>
internal sealed class Frames : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    public static async Task<Frames> OpenAsync(Uri address, string path)
    {
        var frames = new Frames();
        var url = new UriBuilder(new Uri(address, path)) { Scheme = "ws" }.Uri;
        await frames._socket.ConnectAsync(url, TestContext.Current.CancellationToken).InTime();
        return frames;
    }

    public Task SendAsync(string json) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken).InTime();

    /// <summary>The next frame, whole; null when the server closes.</summary>
    public async Task<JsonElement?> NextAsync()
    {
        var length = 0;
        while (true)
        {
            var received = await _socket.ReceiveAsync(_buffer.AsMemory(length), TestContext.Current.CancellationToken).InTime();
            if (received.MessageType == WebSocketMessageType.Close)
                return null;
            length += received.Count;
            if (received.EndOfMessage)
                return JsonSerializer.Deserialize<JsonElement>(_buffer.AsSpan(0, length));
        }
    }

    public Task CloseAsync() => _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken).InTime();

    /// <summary>Goes without a word.</summary>
    public void Abort() => _socket.Abort();

    public void Dispose() => _socket.Dispose();
}
