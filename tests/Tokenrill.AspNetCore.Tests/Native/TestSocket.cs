using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Tokenrill.AspNetCore.Security;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Native;

/// <summary>A WebSocket client that shows what is on the wire.</summary>
internal sealed class TestSocket(ClientWebSocket socket) : IDisposable
{
    public ClientWebSocket Socket => socket;

    public static async Task<TestSocket> OpenAsync(TestHost host, string path, ApiKeyOptions? key = null, string? origin = null, Uri? address = null)
    {
        var socket = new ClientWebSocket();
        if (key is not null)
            socket.Options.SetRequestHeader("Authorization", $"Bearer {key.Key}");
        if (origin is not null)
            socket.Options.SetRequestHeader("Origin", origin);
        var url = new Uri(address ?? host.BaseAddress, path).ToString();
        await socket.ConnectAsync(new Uri("ws" + url["http".Length..]), Ending).InTime();
        return new TestSocket(socket);
    }

    public Task SendAsync(string json) => SendAsync(Encoding.UTF8.GetBytes(json));

    public Task SendAsync(byte[] bytes, WebSocketMessageType type = WebSocketMessageType.Text) =>
        socket.SendAsync(bytes, type, true, Ending).InTime();

    /// <summary>The next frame, whole.</summary>
    public async Task<JsonElement> ReceiveAsync()
    {
        var buffer = new byte[1 << 16];
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), Ending).InTime();
            received.MessageType.ShouldBe(WebSocketMessageType.Text, $"closed with {socket.CloseStatus}");
            length += received.Count;
            if (received.EndOfMessage)
                return JsonSerializer.Deserialize<JsonElement>(buffer.AsSpan(0, length));
        }
    }

    /// <summary>Frames up to and with the first of this type.</summary>
    public async Task<List<JsonElement>> ReceiveToAsync(string type, string? generation = null)
    {
        var frames = new List<JsonElement>();
        do
            frames.Add(await ReceiveAsync());
        while (frames[^1].Text("type") != type || (generation is not null && frames[^1].Text("generation") != generation));
        return frames;
    }

    /// <summary>The code of the next frame, which must be an error.</summary>
    public async Task<string?> ErrorAsync()
    {
        var frame = await ReceiveAsync();
        frame.Text("type").ShouldBe("error");
        frame.GetProperty("error").Text("id")!.ShouldStartWith("err_");
        frame.GetProperty("error").Text("message").ShouldNotBeNullOrEmpty();
        return frame.GetProperty("error").Text("code");
    }

    /// <summary>How the server closes.</summary>
    public async Task<WebSocketCloseStatus?> ClosedAsync()
    {
        var received = await socket.ReceiveAsync(new byte[1 << 16].AsMemory(), Ending).InTime();
        received.MessageType.ShouldBe(WebSocketMessageType.Close);
        if (socket.State == WebSocketState.CloseReceived)
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Ending).InTime();
        return socket.CloseStatus;
    }

    public void Dispose() => socket.Dispose();
}
