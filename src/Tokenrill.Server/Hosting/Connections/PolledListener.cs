using System.Buffers;
using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Tokenrill.Polling;

namespace Tokenrill.Server.Hosting.Connections;

/// <summary>Accepts connections. It waits as the runtime does: that nobody polls for new ones in vain is worth more than a thread change for each.</summary>
internal sealed class PolledListener(Socket listening, Poller poller, MemoryPool<byte> memory) : IConnectionListener
{
    public EndPoint EndPoint { get; } = listening.LocalEndPoint!;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                var accepted = await listening.AcceptAsync(cancellationToken);
                if (TryPoll(accepted) is { } polled)
                    return polled;
            }
            catch (ObjectDisposedException)
            {
                return null;
            }
            catch (SocketException ended) when (ended.SocketErrorCode == SocketError.OperationAborted)
            {
                return null;
            }
            catch (SocketException)
            {
                // That one has gone before it was accepted.
            }
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        listening.Dispose();
        return default;
    }

    public ValueTask DisposeAsync() => UnbindAsync();

    /// <summary>Null when it has gone meanwhile, or the system watches no more.</summary>
    private PolledConnection? TryPoll(Socket accepted)
    {
        try
        {
            // Unix sockets know no delay.
            if (accepted.LocalEndPoint is IPEndPoint)
                accepted.NoDelay = true;
            return new PolledConnection(accepted, poller, memory);
        }
        catch (Exception failed) when (failed is SocketException or Win32Exception)
        {
            accepted.Dispose();
            return null;
        }
    }
}
