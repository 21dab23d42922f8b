using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Tokenrill.Server.Commands;

namespace Tokenrill.Server.Hosting;

/// <summary>Refuses to listen beyond this machine when everybody who reaches the server could use it. It sits where
/// sockets are opened, so no way of setting an address (options, environment, Kestrel's own section) gets past it.</summary>
internal sealed class LoopbackGuard(IConnectionListenerFactory inner) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        IsLocal(endpoint) ? inner.BindAsync(endpoint, cancellationToken) : throw new StartFailure(ExitCode.Configuration, $"""
            Refusing to listen on {endpoint} without API keys: whoever reaches it could use the server and what it has access to.
            Do one of these:
              - listen on this machine only, for example with --urls http://127.0.0.1:5210
              - set API keys: Tokenrill:Keys:0:Name and Tokenrill:Keys:0:Key
              - set Tokenrill:AllowInsecure to true, if something in front of the server decides who may call
            """);

    public bool CanBind(EndPoint endpoint) => inner is not IConnectionListenerFactorySelector selector || selector.CanBind(endpoint);

    /// <summary>Whether only this machine reaches it.</summary>
    public static bool IsLocal(EndPoint endpoint) => endpoint switch
    {
        IPEndPoint ip => IPAddress.IsLoopback(ip.Address),
        UnixDomainSocketEndPoint => true,
        _ => false,
    };
}
