using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Tokenrill.Journals;
using Tokenrill.Polling;
using Tokenrill.Server.Commands;
using Tokenrill.Server.Configuration;
using Tokenrill.Server.Hosting.Connections;

namespace Tokenrill.Server.Hosting;

/// <summary>Where the server listens, and how its connections are treated.</summary>
internal static class Listening
{
    public const string DefaultAddress = "http://127.0.0.1:5210";

    // More than any burst of readers that reconnect when a server comes back.
    private const int Backlog = 4096;

    public static void UseListening(this WebApplicationBuilder builder, ServerSettings settings)
    {
        if (!SaysWhere(builder.Configuration))
            builder.WebHost.UseUrls(DefaultAddress);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseConnections();
        builder.WebHost.ConfigureKestrel((context, server) =>
        {
            server.Configure(context.Configuration.GetSection("Kestrel"));
            Configure(server, settings);
        });
        if (settings.Http.Keys.Count == 0 && !settings.Http.AllowInsecure)
            builder.Services.AddSingleton<IConnectionListenerFactory>(static services => new LoopbackGuard(CreateFactory(services)));
    }

    /// <summary>How connections are opened and treated.</summary>
    public static void UseConnections(this IWebHostBuilder server) =>
        server.UseSockets(Configure).ConfigureServices(static services => services.AddSingleton(CreateFactory).AddSingleton<IStartupFilter, RequestsEndWithConnections>());

    // Polled where that is to be had; otherwise as the framework does it.
    private static IConnectionListenerFactory CreateFactory(IServiceProvider services) =>
        Poller.IsSupported ? ActivatorUtilities.CreateInstance<PolledListenerFactory>(services) : ActivatorUtilities.CreateInstance<SocketTransportFactory>(services);

    private static void Configure(SocketTransportOptions sockets)
    {
        sockets.Backlog = Backlog;
        // From the provider's socket to the reader's without changing threads: a write never waits here, so nothing is
        // held up by making it where the token was decoded.
        sockets.UnsafePreferInlineScheduling = true;
        sockets.CreateBoundListenSocket = CreateSocket;
    }

    /// <summary>Starts, and says where; a start that fails says why.</summary>
    /// <exception cref="StartFailure">It cannot listen there.</exception>
    public static async Task StartListeningAsync(this WebApplication app, ServerSettings settings, ServerEvents log)
    {
        try
        {
            await app.StartAsync(CancellationToken.None);
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Told to stop before it had begun: that is no failure.
            return;
        }
        catch (JournalException exception)
        {
            throw new StartFailure(ExitCode.Storage, exception.Message, exception);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new StartFailure(ExitCode.Unavailable, $"{Sentence(exception)} Another program listens there, or another Tokenrill; choose another port with --urls http://127.0.0.1:PORT", exception);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            throw new StartFailure(ExitCode.Unavailable, $"Cannot listen on {Wanted(app)}: {Sentence(exception)} Choose another address with --urls http://127.0.0.1:PORT", exception);
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or ArgumentException)
        {
            throw new StartFailure(ExitCode.Configuration, $"Cannot listen on {Wanted(app)}: {Sentence(exception)}", exception);
        }
        log.Listening(string.Join(", ", app.Urls));
        if (settings.Http is { Keys.Count: 0, AllowInsecure: true } && app.Urls.Any(IsBeyondThisMachine))
            log.Insecure();
    }

    private static bool SaysWhere(ConfigurationManager configuration) =>
        !string.IsNullOrEmpty(configuration[WebHostDefaults.ServerUrlsKey]) || !string.IsNullOrEmpty(configuration[WebHostDefaults.HttpPortsKey])
        || !string.IsNullOrEmpty(configuration[WebHostDefaults.HttpsPortsKey]) || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();

    private static bool IsBeyondThisMachine(string address) => !(Uri.TryCreate(address, UriKind.Absolute, out var url) && url.IsLoopback) && !address.StartsWith("http://unix:", StringComparison.Ordinal);

    private static void Configure(KestrelServerOptions server, ServerSettings settings)
    {
        // Room above our own limit, so that what is too large gets our answer, with its code, and not a bare 413.
        const int room = 64 * 1024;
        server.AddServerHeader = false;
        server.Limits.MaxRequestBodySize = settings.Engine.Limits.RequestBytes + room;
        // EventSource can only put a text into the address, where one character takes up to twelve.
        server.Limits.MaxRequestLineSize = 256 * 1024;
        // A slow reader is a reader that is behind; nothing here may cut it off for that. Dead ones are found by keep-alive.
        server.Limits.MinResponseDataRate = null;
        server.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
    }

    private static Socket CreateSocket(EndPoint endpoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        // Accepted sockets inherit it. Unix sockets have no such thing, and their peers cannot vanish without a trace.
        if (endpoint is IPEndPoint)
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        return socket;
    }

    private static string Wanted(WebApplication app) => app.Configuration[WebHostDefaults.ServerUrlsKey] ?? "the address that is configured";

    private static string Sentence(Exception exception) => exception.Message.TrimEnd('.') + ".";
}
