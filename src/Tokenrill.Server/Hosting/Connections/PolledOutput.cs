using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Tokenrill.Polling;

namespace Tokenrill.Server.Hosting.Connections;

/// <summary>What a client is sent: one piece of memory that grows, sent as one, and given back as soon as it is sent.</summary>
/// <remarks>A flush may be put off: what it would have sent is sent when the thread has had nothing else to do for a moment, or
/// together with what is flushed next. Until then it is owed, and sent by another thread perhaps than the one that writes on.</remarks>
internal sealed class PolledOutput(PolledSocket socket) : PipeWriter, IDeferred
{
    private const int UsualBytes = 4096;

    private readonly Lock _lock = new();
    private byte[]? _buffer;
    private int _start;
    private int _end;
    private int _flushedEnd;
    private int _turn;
    private bool _mayPutOff;
    private bool _isBroken;
    private bool _isWrittenOn;
    private volatile bool _owes;
    private volatile bool _lacksRoom;
    private volatile bool _isCancelled;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _end - _flushedEnd;

    /// <summary>The next flush is not urgent.</summary>
    public void LetNextFlushWait() => _mayPutOff = true;

    public override Memory<byte> GetMemory(int sizeHint = 0) => Room(sizeHint).AsMemory(_end);

    public override Span<byte> GetSpan(int sizeHint = 0) => Room(sizeHint).AsSpan(_end);

    public override void Advance(int bytes) => _end += bytes;

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_mayPutOff && TryPutOff())
            return new(Result());
        return TrySendAll() ? new(Result()) : WaitAndSendAsync(cancellationToken);
    }

    public override void CancelPendingFlush()
    {
        _isCancelled = true;
        socket.Wake();
    }

    /// <summary>May come while another thread sends.</summary>
    public override void Complete(Exception? exception = null)
    {
        // What was not flushed still belongs to what was said, if there is room for it.
        if (exception is null)
            TrySendAll();
        lock (_lock)
            Release();
    }

    /// <summary>Sends what is owed, if it still is: what was put off since then has its own time.</summary>
    public void Do(int turn)
    {
        if (!_owes)
            return;
        lock (_lock)
            if (_owes && turn == _turn)
                SendOwed();
    }

    /// <summary>There is room to write: for what was to be sent and found none.</summary>
    public void GoOn()
    {
        if (!_lacksRoom)
            return;
        lock (_lock)
            if (_owes)
                SendOwed();
    }

    private void SendOwed()
    {
        // First: room may come as soon as it is found that there is none.
        _lacksRoom = true;
        if (!TrySend(_flushedEnd))
            return;
        _lacksRoom = false;
        if (!_isWrittenOn)
            Release();
        // Last: from here on whoever writes does not ask whether he is alone.
        _owes = false;
    }

    private bool TryPutOff()
    {
        _mayPutOff = false;
        (_flushedEnd, _isWrittenOn) = (_end, false);
        var turn = ++_turn;
        // First: it may be sent as soon as it is put off.
        _owes = true;
        return Poller.TryDefer(this, turn);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<FlushResult> WaitAndSendAsync(CancellationToken cancellationToken)
    {
        await using var wake = cancellationToken.UnsafeRegister(static socket => ((PolledSocket)socket!).Wake(), socket);
        do
        {
            await socket.WaitWritableAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
        while (!_isCancelled && !TrySendAll());
        return Result();
    }

    private FlushResult Result()
    {
        var isCancelled = _isCancelled;
        if (isCancelled)
            _isCancelled = false;
        return new FlushResult(isCancelled, _isBroken);
    }

    /// <summary>False when the client must take some of it first.</summary>
    private bool TrySendAll()
    {
        lock (_lock)
        {
            _owes = _lacksRoom = false;
            _flushedEnd = _end;
            if (!TrySend(_end))
                return false;
            Release();
            return true;
        }
    }

    private bool TrySend(int end)
    {
        try
        {
            while (!_isBroken && _start < end)
            {
                if (!socket.TrySend(_buffer.AsSpan(_start, end - _start), out var count))
                    return false;
                _start += count;
            }
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            _isBroken = true;
            // Whoever reads is to know as well.
            socket.Abort();
        }
        return true;
    }

    private byte[] Room(int sizeHint)
    {
        if (!_owes)
            return MakeRoom(Math.Max(1, sizeHint));
        lock (_lock)
        {
            _isWrittenOn = true;
            return MakeRoom(Math.Max(1, sizeHint));
        }
    }

    private byte[] MakeRoom(int bytes)
    {
        if (_buffer is null)
            return _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(UsualBytes, bytes));
        if (_buffer.Length - _end >= bytes)
            return _buffer;
        var (left, flushed) = (_end - _start, _flushedEnd - _start);
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, left + bytes));
        _buffer.AsSpan(_start, left).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end, _flushedEnd) = (larger, 0, left, flushed);
        return larger;
    }

    private void Release()
    {
        if (_buffer is { } buffer)
            ArrayPool<byte>.Shared.Return(buffer);
        (_buffer, _start, _flushedEnd, _end) = (null, 0, 0, 0);
    }
}
