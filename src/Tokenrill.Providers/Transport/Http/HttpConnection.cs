using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using Tokenrill.Polling;
using Tokenrill.Providers.Transport.Pacing;

namespace Tokenrill.Providers.Transport.Http;

/// <summary>One connection to a provider, and the state of the response that is read from it. It holds memory only while
/// bytes are at hand: while an answer or the next request is waited for there is no buffer.</summary>
/// <remarks>Used by one exchange at a time. Only <see cref="Abort"/> may be called beside it.</remarks>
/// <param name="socket">What it stands on.</param>
/// <param name="stream">What goes over it, in plain text or encrypted; owns the socket.</param>
/// <param name="time">Tells how old it is.</param>
/// <param name="polled">The socket again, where it is polled.</param>
internal sealed class HttpConnection(Socket socket, Stream stream, TimeProvider time, PolledSocket? polled = null) : IDisposable
{
    private const int BufferBytes = 16 * 1024;

    // Below this the kernel wakes nobody: for each of thousands of pieces a second that costs both sides more than the piece.
    private const int GatheredMost = 64 * 1024;

    private readonly long _opened = time.GetTimestamp();
    private readonly ReadingRest _rest = new();
    private CancellationTokenRegistration _guard;
    private bool _isGuarded;
    private byte[]? _buffer;
    private int _start;
    private int _end;
    private bool _readFilledBuffer;
    private volatile bool _isClosed;

    /// <summary>The head of the response that is being read.</summary>
    public ResponseHead Head { get; } = new();

    /// <summary>Where the body of that response ends.</summary>
    public ResponseBody Body { get; } = new();

    /// <summary>Whether it has carried an exchange before.</summary>
    public bool IsReused { get; set; }

    /// <summary>Until when it may wait for the next exchange, as a timestamp.</summary>
    public long IdleUntil { get; set; }

    /// <summary>How long it has stood.</summary>
    public TimeSpan Age => time.GetElapsedTime(_opened);

    /// <summary>What was read and not taken yet.</summary>
    public ReadOnlySpan<byte> Buffered => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Whether the response has ended in good order, with nothing behind it.</summary>
    public bool CanBeReused => Head.KeepsAlive && Body is { HasEnded: true, EndsByClose: false } && _buffer is null && !_isClosed;

    /// <summary>Whether it is open, and nothing came that nobody asked for. An end that comes later is seen by reading.</summary>
    public bool IsSilent
    {
        get
        {
            try
            {
                return !_isClosed && _buffer is null && !socket.Poll(TimeSpan.Zero, SelectMode.SelectRead);
            }
            catch (Exception gone) when (IsBroken(gone))
            {
                return false;
            }
        }
    }

    /// <summary>How the end of a connection looks to whoever uses it.</summary>
    public static bool IsBroken(Exception exception) => exception is IOException or SocketException or ObjectDisposedException;

    private bool IsEncrypted => stream is SslStream;

    private bool HasMore => _readFilledBuffer || _buffer is not null;

    /// <summary>Begins an exchange: from here on cancelling closes the connection, by the one registration that there is.</summary>
    public void Guard(CancellationToken cancellationToken)
    {
        _readFilledBuffer = false;
        _isGuarded = cancellationToken.CanBeCanceled;
        _guard = cancellationToken.UnsafeRegister(static connection => ((HttpConnection)connection!).Abort(), this);
    }

    /// <summary>Ends the guard. False when cancelling was first: then the connection is closed, or is just being closed.
    /// After true it never will be by that token, so another exchange may have it.</summary>
    public bool TryUnguard() => !_isGuarded || _guard.Unregister();

    /// <summary>Sends a request.</summary>
    /// <returns>False when the connection, a used one, turned out closed before anything of the request was taken: the
    /// only case in which sending it again cannot run it twice.</returns>
    public async ValueTask<bool> TrySendAsync(ReadOnlyMemory<byte> request)
    {
        if (IsEncrypted)
        {
            await stream.WriteAsync(request, CancellationToken.None);
            return true;
        }
        for (var sent = 0; sent < request.Length;)
        {
            try
            {
                sent += await (polled?.SendAsync(request[sent..]) ?? socket.SendAsync(request[sent..], SocketFlags.None, CancellationToken.None));
            }
            catch (SocketException) when (sent == 0 && IsReused && !_isClosed)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Waits until there is something to read, and holds no buffer meanwhile. Completes at once when the last
    /// read left no room, for then there probably is more.</summary>
    public ValueTask<int> WaitAsync() => HasMore ? default : stream.ReadAsync(Memory<byte>.Empty, CancellationToken.None);

    /// <summary>Whether what comes is left to gather, and read at the pacer's ticks.</summary>
    public bool IsGathering { get; private set; }

    /// <summary>Begins to let bytes gather, or ends it. To be ended before anybody waits for bytes again.</summary>
    public void SetGathering(bool isGathering)
    {
        // What comes encrypted comes in records that only its stream can read.
        if (IsGathering == isGathering || IsEncrypted)
            return;
        IsGathering = isGathering;
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveLowWater, isGathering ? GatheredMost : 1);
        }
        catch (SocketException) when (isGathering)
        {
            // A kernel that does not know it wakes us more often, and that is all.
        }
    }

    /// <summary>Lets what comes gather until the pacer's next tick, or until the connection is closed.</summary>
    public ValueTask RestAsync(ReadingPacer pacer)
    {
        if (HasMore)
            return default;
        var rest = _rest.Begin();
        pacer.Add(_rest);
        if (_isClosed)
            _rest.End();
        return rest;
    }

    /// <summary>Reads what has gathered, if anything has. False at the connection's end.</summary>
    public bool TryAddGathered()
    {
        MakeRoom();
        var isThere = TryReceive(_buffer.AsSpan(_end), out var count);
        return TryAdd(count) || !isThere;
    }

    /// <summary>Reads what there is into a rented buffer; <see cref="TryAdd"/> takes the count.</summary>
    /// <param name="cancellationToken">None for an answer: <see cref="Guard"/> is there for that, and registers once.</param>
    public ValueTask<int> ReadAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        return stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
    }

    /// <summary>Takes what <see cref="ReadAsync"/> brought. False when it was the connection's end.</summary>
    public bool TryAdd(int count)
    {
        _end += count;
        _readFilledBuffer = _end == _buffer!.Length;
        if (_start == _end)
            Release();
        return count > 0;
    }

    /// <summary>Marks buffered bytes as taken; with the last of them the buffer goes back.</summary>
    public void Take(int count)
    {
        _start += count;
        if (_start == _end)
            Release();
    }

    /// <summary>Closes the connection under whoever uses it, which stops the model. From any thread.</summary>
    public void Abort()
    {
        _isClosed = true;
        if (polled is null)
            socket.Dispose();
        else
            polled.Abort();
        _rest.End();
    }

    /// <summary>Closes the connection and gives its memory back; no read may be under way.</summary>
    public void Dispose()
    {
        _guard.Unregister();
        _isClosed = true;
        stream.Dispose();
        Release();
    }

    private bool TryReceive(Span<byte> room, out int count)
    {
        if (polled is not null)
            return polled.TryReceive(room, out count);
        count = socket.Receive(room, SocketFlags.None, out var error);
        if (error is not (SocketError.Success or SocketError.WouldBlock))
            throw new SocketException((int)error);
        return error == SocketError.Success;
    }

    private void MakeRoom()
    {
        _buffer ??= ArrayPool<byte>.Shared.Rent(BufferBytes);
        if (_end < _buffer.Length)
            return;
        // Only an unfinished line of a head is ever kept over a read, and a head has a limit.
        var count = _end - _start;
        var target = _start > 0 ? _buffer : ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        Buffered.CopyTo(target);
        if (target != _buffer)
            ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end) = (target, 0, count);
    }

    private void Release()
    {
        if (_buffer is { } buffer)
            ArrayPool<byte>.Shared.Return(buffer);
        (_buffer, _start, _end) = (null, 0, 0);
    }
}
