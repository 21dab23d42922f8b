using Microsoft.AspNetCore.Connections.Features;

namespace Tokenrill.Server.Hosting.Connections;

/// <summary>Aborts a request when its connection ends, where it has one for itself, with the connection's own token. The web server's would be a source for each
/// connection, and would be cancelled on a thread of the pool, woken for it, at the end of every connection, whether or not a request still ran.</summary>
internal sealed class RequestsEndWithConnections : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(static behind => context =>
        {
            if (context.Features.Get<IConnectionLifetimeFeature>() is PolledConnection connection && IsAlone(context.Request.Protocol))
                context.RequestAborted = connection.ConnectionClosed;
            return behind(context);
        });
        next(app);
    };

    private static bool IsAlone(string protocol) => HttpProtocol.IsHttp11(protocol) || HttpProtocol.IsHttp10(protocol);
}
