using System.Buffers;
using System.Net.WebSockets;
using Tokenrill.AspNetCore.Errors;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.Logs;

namespace Tokenrill.AspNetCore.Dialects.Native.Sockets;

/// <summary>The frames that leave one socket, one after the other whoever sends: a socket takes one at a time. Waiting for
/// a client that does not read is how a reader learns that it is behind.</summary>
internal sealed class SocketFrames(WebSocket socket, CancellationToken gone) : IDisposable
{
    private readonly SemaphoreSlim _sending = new(1);

    /// <summary>Sends every event there is. True when the terminal one was among them.</summary>
    public async Task<bool> SendAsync(LogReader reader, byte[] generation, ArrayBufferWriter<byte> buffer)
    {
        while (!reader.IsCancelled && EncodeNext(reader, generation, buffer))
        {
            await SendAsync(buffer.WrittenMemory);
            buffer.ResetWrittenCount();
        }
        return reader.IsAtEnd;
    }

    /// <summary>Says that a message could not be served.</summary>
    public async Task SendAsync(RequestError error)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Encode(error, buffer);
        await SendAsync(buffer.WrittenMemory);
    }

    /// <summary>Says that nothing more will come. Does nothing when that was said before.</summary>
    public async Task CloseAsync(WebSocketCloseStatus status)
    {
        await _sending.WaitAsync(gone);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(status, null, gone);
        }
        finally
        {
            _sending.Release();
        }
    }

    public void Dispose() => _sending.Dispose();

    private async ValueTask SendAsync(ReadOnlyMemory<byte> frame)
    {
        await _sending.WaitAsync(gone);
        try
        {
            await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, gone);
        }
        finally
        {
            _sending.Release();
        }
    }

    private static bool EncodeNext(LogReader reader, byte[] generation, ArrayBufferWriter<byte> buffer)
    {
        if (!reader.TryRead(out var next))
            return false;
        var utf8 = new Utf8Output(buffer);
        NativeEventJson.Write(next, ref utf8, generation);
        utf8.Commit();
        return true;
    }

    private static void Encode(RequestError error, ArrayBufferWriter<byte> buffer)
    {
        var info = error.Error.Code.Info();
        var utf8 = new Utf8Output(buffer);
        utf8.Raw("{\"type\":\"error\",\"error\":{\"code\":"u8);
        utf8.JsonString(info.Name);
        utf8.Raw(",\"message\":"u8);
        utf8.JsonString(error.Error.Message);
        utf8.Raw(",\"id\":"u8);
        utf8.JsonString(error.Error.Id);
        utf8.Raw(info.Retryable ? ",\"retryable\":true"u8 : ",\"retryable\":false"u8);
        if (error.Field is { } field)
        {
            utf8.Raw(",\"field\":"u8);
            utf8.JsonString(field);
        }
        utf8.Raw("}"u8);
        if (error.Generation is { } generation)
        {
            utf8.Raw(",\"generation\":"u8);
            utf8.JsonString(generation);
        }
        utf8.Raw("}"u8);
        utf8.Commit();
    }
}
