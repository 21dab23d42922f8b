using System.Buffers;
using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Tokenrill.Polling;

namespace Tokenrill.Server.Hosting.Connections;

/// <summary>Accepts connections, on the threads that poll; those that come fast, several together, on the thread whose timer ends the rest between them.</summary>
internal sealed class PolledListener : IConnectionListener
{
    private static readonly TimeSpan UntilSomeAreClosed = TimeSpan.FromMilliseconds(50);

    private readonly PolledSocket _listening;
    private readonly Poller _poller;
    private readonly MemoryPool<byte> _memory;
    private readonly TimeProvider _time;
    private readonly AcceptPace _pace;
    private readonly Queue<PolledConnection> _accepted = new();

    public PolledListener(Socket listening, Poller poller, MemoryPool<byte> memory, TimeProvider time)
    {
        (_poller, _memory, _time, _pace) = (poller, memory, time, new AcceptPace(time));
        EndPoint = listening.LocalEndPoint!;
        _listening = new PolledSocket(poller, listening);
        _listening.Start();
    }

    public EndPoint EndPoint { get; }

    /// <summary>One at a time may wait.</summary>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        await using var wake = cancellationToken.UnsafeRegister(static listening => ((PolledSocket)listening!).Wake(), _listening);
        while (true)
        {
            // Those that were accepted together follow each other at once, so that the threads which they are handed to are woken once.
            if (_accepted.TryDequeue(out var connection))
                return connection;
            cancellationToken.ThrowIfCancellationRequested();
            // It is disposed of, or ended by somebody else: waiting would not wait any more.
            if (_listening.IsHungUp)
                return null;
            try
            {
                if (TryAccept())
                    continue;
                if (_pace.EndRound())
                    await Task.Delay(AcceptPace.Rest, _time, cancellationToken);
                else
                    await _listening.WaitReadableAsync();
            }
            catch (ObjectDisposedException)
            {
                return null;
            }
            catch (SocketException ended) when (ended.SocketErrorCode == SocketError.OperationAborted)
            {
                return null;
            }
            catch (SocketException full) when (full.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
            {
                if (_accepted.Count == 0)
                    await Task.Delay(UntilSomeAreClosed, _time, cancellationToken);
            }
            catch (SocketException)
            {
                // That one has gone before it was accepted.
            }
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _listening.Dispose();
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();
        while (_accepted.TryDequeue(out var connection))
            await connection.DisposeAsync();
    }

    /// <summary>Accepts all that have come, or as many as may be in this round. False when there is none.</summary>
    private bool TryAccept()
    {
        // Asked for first, because accepting when there is none would throw.
        while (!_pace.IsFull && _listening.Socket.Poll(TimeSpan.Zero, SelectMode.SelectRead))
        {
            var accepted = _listening.Socket.Accept();
            _pace.Accepted();
            if (TryPoll(accepted) is { } polled)
                _accepted.Enqueue(polled);
        }
        return _accepted.Count > 0;
    }

    /// <summary>Null when it has gone meanwhile, or the system watches no more.</summary>
    private PolledConnection? TryPoll(Socket accepted)
    {
        try
        {
            // Unix sockets know no delay.
            if (accepted.LocalEndPoint is IPEndPoint)
                accepted.NoDelay = true;
            return new PolledConnection(accepted, _poller, _memory);
        }
        catch (Exception failed) when (failed is SocketException or Win32Exception)
        {
            accepted.Dispose();
            return null;
        }
    }
}
