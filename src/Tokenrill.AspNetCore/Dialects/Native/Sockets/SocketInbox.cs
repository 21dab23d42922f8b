using System.Buffers;
using System.Net.WebSockets;

namespace Tokenrill.AspNetCore.Dialects.Native.Sockets;

/// <summary>The messages that a client sends, one at a time and none larger than a request may be.</summary>
internal sealed class SocketInbox(WebSocket socket, int mostBytes)
{
    private const int FirstBytes = 4096;

    private readonly ArrayBufferWriter<byte> _message = new(FirstBytes);

    /// <summary>The next message, good until the next call; null when the client has closed.</summary>
    /// <exception cref="TokenrillException">It is too large or not text. Nothing more can be received after that.</exception>
    /// <exception cref="WebSocketException">The client is gone.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        _message.ResetWrittenCount();
        while (true)
        {
            var received = await socket.ReceiveAsync(_message.GetMemory(FirstBytes), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
                return null;
            if (received.MessageType == WebSocketMessageType.Binary)
                throw new TokenrillException(ErrorCode.InvalidRequest, "Messages must be text.");
            _message.Advance(received.Count);
            if (_message.WrittenCount > mostBytes)
                throw new TokenrillException(ErrorCode.RequestTooLarge, $"The message is larger than {mostBytes} bytes.");
            if (received.EndOfMessage)
                return _message.WrittenMemory;
        }
    }
}
