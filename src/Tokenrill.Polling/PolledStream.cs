using System.Net.Sockets;

namespace Tokenrill.Polling;

/// <summary>A polled socket as a stream, for what needs one; it owns the socket. A read of no bytes waits until there is something to read.
/// Asynchronous only.</summary>
internal sealed class PolledStream(PolledSocket socket) : Stream
{
    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="SocketException">The connection broke.</exception>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty && !cancellationToken.CanBeCanceled)
            return socket.WaitReadableAsync();
        return !buffer.IsEmpty && socket.TryReceive(buffer.Span, out var count) ? new(count) : WaitAndReadAsync(buffer, cancellationToken);
    }

    /// <exception cref="SocketException">The connection broke.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var wake = WakeWhenCancelled(cancellationToken);
        while (!buffer.IsEmpty)
        {
            cancellationToken.ThrowIfCancellationRequested();
            buffer = buffer[await socket.SendAsync(buffer)..];
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
        // Nothing is kept back.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            socket.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<int> WaitAndReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var wake = WakeWhenCancelled(cancellationToken);
        while (true)
        {
            await socket.WaitReadableAsync();
            cancellationToken.ThrowIfCancellationRequested();
            if (buffer.IsEmpty)
                return 0;
            if (socket.TryReceive(buffer.Span, out var count))
                return count;
        }
    }

    // Only who waits is woken, so what is told for nothing costs a look.
    private CancellationTokenRegistration WakeWhenCancelled(CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static socket => ((PolledSocket)socket!).Wake(), socket);
}
