using System.Net.Sockets;
using Tokenrill.Polling.Epoll;

namespace Tokenrill.Polling;

/// <summary>A connected socket that never blocks. One at a time may read, and one write; whoever finds nothing to read, or no room to
/// write, waits, and is continued by the thread that hears of it from the kernel.</summary>
/// <remarks>Readiness is told at its edges. A read that brings less than there was room for has emptied the socket, so the next
/// edge will come, and nobody has to read once more to find nothing: https://man7.org/linux/man-pages/man7/epoll.7.html.</remarks>
internal sealed class PolledSocket : IDisposable
{
    private const EpollEvents Gone = EpollEvents.HangUp | EpollEvents.Error;
    private const EpollEvents Ends = Gone | EpollEvents.PeerClosed;

    private readonly Poller _poller;
    private readonly Readiness _readable = new();
    private readonly Readiness _writable = new();
    private bool _mayHaveMore;
    private volatile bool _isHungUp;
    private volatile bool _isAborted;
    private int _isDisposed;

    /// <param name="poller">Whose threads continue those who wait.</param>
    /// <param name="socket">Not used with any asynchronous method before, and never after: the runtime would watch it too. Disposed with this.</param>
    public PolledSocket(Poller poller, Socket socket)
    {
        _poller = poller;
        Socket = socket;
        socket.Blocking = false;
    }

    /// <summary>The socket itself, for its options.</summary>
    public Socket Socket { get; }

    /// <summary>Called, on a thread that polls, when the other side sends no more, and with true when it is gone altogether; after whoever waited to read
    /// has been continued.</summary>
    public Action<bool>? HungUp { get; init; }

    /// <summary>Called, on a thread that polls, when there may be room to write, whether or not anybody waits for it; after whoever does has been continued.</summary>
    public Action? HasRoom { get; init; }

    /// <summary>How many bytes have come that nobody has taken; 0 once it is disposed of.</summary>
    public int Available
    {
        get
        {
            // Asked, and not tried: who hangs up last is heard of after every connection's end, and throwing costs more than all else of that.
            if (Volatile.Read(ref _isDisposed) == 1)
                return 0;
            try
            {
                return Socket.Available;
            }
            catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
            {
                return 0;
            }
        }
    }

    /// <summary>Whether the other side is known to send no more.</summary>
    public bool IsHungUp => _isHungUp;

    /// <summary>Whether somebody waits for something to read.</summary>
    public bool IsReadAwaited => _readable.IsAwaited;

    internal ulong Key { get; set; }

    /// <summary>Begins to be polled. Before, nobody is told anything.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The system watches no more.</exception>
    public void Start() => _poller.Watch(this);

    /// <summary>Takes what there is. False when there is nothing now; true with 0 at the end.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public bool TryReceive(Span<byte> bytes, out int count)
    {
        count = Socket.Receive(bytes, SocketFlags.None, out var error);
        if (_isAborted)
            throw new SocketException((int)SocketError.OperationAborted);
        _mayHaveMore = count == bytes.Length;
        if (error == SocketError.WouldBlock)
            return false;
        return error == SocketError.Success ? true : throw new SocketException((int)error);
    }

    /// <summary>Waits until there may be something to read.</summary>
    public ValueTask<int> WaitReadableAsync() => _mayHaveMore || _isHungUp ? default : _readable.WaitAsync();

    /// <summary>Gives as much as there is room for. False when there is none now.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public bool TrySend(ReadOnlySpan<byte> bytes, out int count)
    {
        count = Socket.Send(bytes, SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
            return false;
        return error == SocketError.Success ? true : throw new SocketException((int)error);
    }

    /// <summary>Gives as much as there is room for, which may be waited for; how much that was.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> bytes) => TrySend(bytes.Span, out var count) ? new(count) : WaitAndSendAsync(bytes);

    /// <summary>Waits until there may be room to write.</summary>
    public ValueTask<int> WaitWritableAsync() => _writable.WaitAsync();

    /// <summary>Whoever waits, or will, finds out for himself.</summary>
    public void Wake()
    {
        _readable.Tell();
        _writable.Tell();
    }

    /// <summary>Ends the connection under whoever uses it: the kernel says so, and who waits is continued as for any other end. From any
    /// thread; <see cref="Dispose"/> must follow.</summary>
    public void Abort()
    {
        _isAborted = true;
        try
        {
            Socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The other side, or the owner, was first.
        }
    }

    /// <summary>Closes it. Whoever waits is continued.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
            return;
        if (Key != 0)
            _poller.Forget(this);
        Socket.Dispose();
        _isHungUp = true;
        Wake();
    }

    /// <summary>What the kernel said of it.</summary>
    internal void Tell(EpollEvents events)
    {
        if ((events & EpollEvents.Out) != EpollEvents.None)
        {
            _writable.Tell();
            HasRoom?.Invoke();
        }
        // What came before the end is taken before anybody hears of the end.
        if ((events & EpollEvents.In) != EpollEvents.None)
            _readable.Tell();
        if ((events & Ends) == EpollEvents.None)
            return;
        _isHungUp = true;
        Wake();
        HungUp?.Invoke((events & Gone) != EpollEvents.None);
    }

    private async ValueTask<int> WaitAndSendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (true)
        {
            await WaitWritableAsync();
            if (TrySend(bytes.Span, out var count))
                return count;
        }
    }
}
