using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using Tokenrill.Polling;

namespace Tokenrill.Server.Hosting.Connections;

/// <summary>Has the web server's connections polled by the threads that poll the providers': what came from one is written to the other
/// without a word to anybody else.</summary>
internal sealed class PolledListenerFactory(IOptions<SocketTransportOptions> options, IMemoryPoolFactory<byte> pools) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly SocketTransportOptions _options = options.Value;
    private readonly MemoryPool<byte> _memory = pools.Create();

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        Socket socket;
        try
        {
            socket = _options.CreateBoundListenSocket(endpoint);
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new AddressInUseException(taken.Message, taken);
        }
        socket.Listen(_options.Backlog);
        return new(new PolledListener(socket, Poller.Shared, _memory, Ticks.Time));
    }

    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint or UnixDomainSocketEndPoint or FileHandleEndPoint;
}
