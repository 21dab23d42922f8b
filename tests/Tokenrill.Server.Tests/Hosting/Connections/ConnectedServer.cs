using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tokenrill.Server.Hosting;
using Tokenrill.TestKit;

namespace Tokenrill.Server.Tests.Hosting.Connections;

/// <summary>The web server with the connections of ours and one endpoint of the test's.</summary>
internal sealed class ConnectedServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ConnectedServer(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Urls.Single());
    }

    public Uri Address { get; }

    public static async Task<ConnectedServer> StartAsync(RequestDelegate handle, Action<ListenOptions>? listen = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseConnections();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0, options => listen?.Invoke(options)));
        var app = builder.Build();
        app.Run(handle);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ConnectedServer(app);
    }

    /// <summary>Something that is waited for.</summary>
    public static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Handles a request until it is aborted, and says when it began and when it was.</summary>
    public static async Task HoldAsync(HttpContext context, TaskCompletionSource began, TaskCompletionSource aborted)
    {
        began.SetResult();
        await using var registration = context.RequestAborted.Register(aborted.SetResult);
        await aborted.Task;
    }

    /// <summary>A socket that is connected to it.</summary>
    public async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, Address.Port, TestContext.Current.CancellationToken);
        return socket;
    }

    /// <summary>Reads until so many characters have come, or the end.</summary>
    public static async Task<string> ReadAsync(Socket socket, int characters = int.MaxValue)
    {
        var text = new StringBuilder();
        var bytes = new byte[4096];
        while (text.Length < characters && await socket.ReceiveAsync(bytes, TestContext.Current.CancellationToken).InTime() is var count and > 0)
            text.Append(Encoding.ASCII.GetString(bytes, 0, count));
        return text.ToString();
    }

    public static ValueTask<int> SendAsync(Socket socket, string text) => socket.SendAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
