using System.Net;
using Tokenrill.AspNetCore;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Models;
using Tokenrill.Options;
using Tokenrill.Providers.Simulator;

namespace Tokenrill.Server.Hosting.Warming;

/// <summary>
/// Has the code compiled before the first person waits for it. A second Tokenrill in this process, on a port of its own and
/// with nothing in common but the code, asks itself: its provider is its own OpenAI dialect in front of the simulator, so every
/// request passes provider, engine, dialects and web server. Then it goes.
/// </summary>
internal static class WarmUp
{
    // The runtime compiles a method better after 30 calls, and again after 30 more, each time once nothing new has been met for 100 ms.
    private const int Rounds = 4, RequestsARound = 40;

    private const string Simulator = "sim", Itself = "self";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    /// <summary>Runs beside the server, which serves meanwhile; takes a second or two of one core. Never fails: a server that
    /// is not warm is slower to begin with, and nothing else.</summary>
    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var self = new SelfProvider();
            await using var app = await StartAsync(self, cancellationToken);
            var server = new Uri(app.Urls.Single());
            self.Find(server);
            for (var round = 0; round < Rounds; round++)
            {
                await AskAsync(server, cancellationToken);
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }
            await app.StopAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or System.Net.Sockets.SocketException)
        {
            // The server stops, or there is no port to be had.
        }
    }

    private static async Task<WebApplication> StartAsync(SelfProvider self, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [], ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.WebHost.UseSockets(Listening.Configure);
        builder.WebHost.ConfigureKestrel(static server => server.Listen(IPAddress.Loopback, 0));
        var catalog = new ModelCatalog(
            new Dictionary<string, IModelProvider> { [Simulator] = new SimulatorProvider(), [Itself] = self },
            new Dictionary<string, IReadOnlyList<string>>());
        var limits = new LimitOptions { RequestsPerMinute = int.MaxValue, GenerationsPerKey = int.MaxValue };
        builder.Services.AddTokenrill(new TokenrillOptions { Limits = limits }, new TokenrillHttpOptions(), catalog);
        var app = builder.Build();
        app.UsePage();
        app.MapTokenrill();
        await app.StartAsync(cancellationToken);
        return app;
    }

    private static async Task AskAsync(Uri server, CancellationToken cancellationToken)
    {
        for (var i = 0; i < RequestsARound; i++)
        {
            await WarmUpClient.PostAsync(server, "/v1/generations", $$"""{"model":"{{Itself}}/{{Simulator}}/fast","prompt":"tokens=20 rate=0"}""", cancellationToken);
            await WarmUpClient.PostAsync(server, "/v1/chat/completions",
                $$"""{"model":"{{Itself}}/{{Simulator}}/fast","stream":true,"messages":[{"role":"user","content":"tokens=20 rate=0"}]}""", cancellationToken);
        }
    }
}
