using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Tokenrill.Polling;

namespace Tokenrill.Server.Hosting.Connections;

/// <summary>What a client sends. While nothing is at hand there is no buffer; what is, stands in one piece.</summary>
/// <param name="socket">Where it comes from.</param>
/// <param name="ended">Called when it has ended, well or not.</param>
internal sealed class PolledInput(PolledSocket socket, Action ended) : PipeReader
{
    // A usual request; what is longer grows it.
    private const int UsualBytes = 4096;

    private byte[]? _buffer;
    private int _start;
    private int _end;
    private int _examined;
    private bool _hasEnded;
    private Exception? _failure;
    private volatile bool _isCancelled;

    /// <summary>Whether everything that has come was read, and nobody waits for more.</summary>
    public bool HasReadAll => !socket.IsReadAwaited && socket.Available == 0;

    public override bool TryRead(out ReadResult result)
    {
        var isCancelled = _isCancelled;
        if (!isCancelled && !_hasEnded && _examined == _end)
        {
            result = default;
            return false;
        }
        if (_failure is { } failure)
            throw failure;
        if (isCancelled)
            _isCancelled = false;
        var bytes = _buffer is null ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(_buffer, _start, _end - _start);
        result = new ReadResult(bytes, isCancelled, _hasEnded);
        return true;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        TryRead(out var result) ? new(result) : WaitAndReadAsync(cancellationToken);

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_buffer is null)
            return;
        // Positions count from the beginning of the array.
        _start = Math.Max(_start, consumed.GetInteger());
        _examined = Math.Max(_start, examined.GetInteger());
        if (_start == _end)
            Release();
    }

    public override void CancelPendingRead()
    {
        _isCancelled = true;
        socket.Wake();
    }

    public override void Complete(Exception? exception = null)
    {
        Release();
        _hasEnded = true;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> WaitAndReadAsync(CancellationToken cancellationToken)
    {
        await using var wake = cancellationToken.UnsafeRegister(static socket => ((PolledSocket)socket!).Wake(), socket);
        while (true)
        {
            await socket.WaitReadableAsync();
            cancellationToken.ThrowIfCancellationRequested();
            if (!_isCancelled)
                Receive();
            if (TryRead(out var result))
            {
                // Whoever heard of the end meanwhile still saw something unread.
                if (socket.IsHungUp && HasReadAll)
                    ended();
                return result;
            }
        }
    }

    private void Receive()
    {
        try
        {
            MakeRoom();
            if (!socket.TryReceive(_buffer.AsSpan(_end), out var count))
            {
                if (_start == _end)
                    Release();
                return;
            }
            _end += count;
            if (count > 0)
                return;
        }
        catch (SocketException broken)
        {
            _failure = broken.SocketErrorCode == SocketError.OperationAborted ? new ConnectionAbortedException(broken.Message, broken) : new ConnectionResetException(broken.Message, broken);
        }
        catch (ObjectDisposedException closed)
        {
            _failure = new ConnectionAbortedException(closed.Message, closed);
        }
        _hasEnded = true;
        ended();
    }

    private void MakeRoom()
    {
        _buffer ??= ArrayPool<byte>.Shared.Rent(UsualBytes);
        if (_end < _buffer.Length)
            return;
        var count = _end - _start;
        // More than half of it was taken: what is left moves to the front.
        var target = count <= _buffer.Length / 2 ? _buffer : ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(_start, count).CopyTo(target);
        if (target != _buffer)
            ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _examined, _start, _end) = (target, _examined - _start, 0, count);
    }

    private void Release()
    {
        if (_buffer is { } buffer)
            ArrayPool<byte>.Shared.Return(buffer);
        (_buffer, _start, _end, _examined) = (null, 0, 0, 0);
    }
}
