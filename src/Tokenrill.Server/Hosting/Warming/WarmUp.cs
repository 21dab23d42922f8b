using System.Net;
using System.Runtime;
using Tokenrill.AspNetCore;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Journals;
using Tokenrill.Models;
using Tokenrill.Options;
using Tokenrill.Providers.Simulator;
using Tokenrill.Server.Logging;

namespace Tokenrill.Server.Hosting.Warming;

/// <summary>
/// Has the code compiled before the first person waits for it. A second Tokenrill in this process, on a port of its own and
/// with nothing in common but the code, asks itself: its provider is its own OpenAI dialect in front of the simulator, so every
/// request passes provider, engine, dialects and web server. Then it goes.
/// </summary>
internal static class WarmUp
{
    // The runtime compiles a method better after 30 calls, and again after 30 more, each time once nothing new has been met
    // for 10 ms (runtimeconfig.template.json; 100 is its default). It is done when three rounds have had it compile next to nothing, and done enough when time is up.
    private const int RequestsARound = 30, NextToNothing = 30, CalmRounds = 3;

    private const string Simulator = "sim", Itself = "self";

    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    /// <summary>Runs beside the server, which serves meanwhile; takes up to eight seconds of one core. Never fails: a server that
    /// is not warm is slower to begin with, and nothing else.</summary>
    /// <param name="storage">Where the server stores: the warm-up stores as well.</param>
    /// <param name="cancellationToken">The server stops.</param>
    public static async Task RunAsync(StorageKind storage, CancellationToken cancellationToken)
    {
        try
        {
            using var stored = new WarmUpStorage(storage);
            using var self = new SelfProvider();
            await using var app = await StartAsync(self, stored.Options, cancellationToken);
            var server = new Uri(app.Urls.Single());
            self.Find(server);
            var began = TimeProvider.System.GetTimestamp();
            for (var calm = 0; calm < CalmRounds && TimeProvider.System.GetElapsedTime(began) < MostTime;)
            {
                var compiled = JitInfo.GetCompiledMethodCount();
                await AskAsync(server, cancellationToken);
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
                calm = JitInfo.GetCompiledMethodCount() - compiled > NextToNothing ? 0 : calm + 1;
            }
            await app.StopAsync(CancellationToken.None);
            // What it made is of no use any more, and the process has hardly anything else yet.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or JournalException or System.Net.Sockets.SocketException)
        {
            // The server stops, or there is no port to be had, or no room for what is stored.
        }
    }

    private static async Task<WebApplication> StartAsync(SelfProvider self, StorageOptions storage, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [], ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        // Its log goes nowhere, but all the way there.
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter(nameof(Tokenrill), LogLevel.Information);
        builder.Services.AddSingleton<ILoggerProvider>(static _ => new LineLoggerProvider(Stream.Null, new LineFormat(TimeProvider.System, isColoured: false)));
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.WebHost.UseConnections();
        builder.WebHost.ConfigureKestrel(static server => server.Listen(IPAddress.Loopback, 0));
        var catalog = new ModelCatalog(
            new Dictionary<string, IModelProvider> { [Simulator] = new SimulatorProvider(), [Itself] = self },
            new Dictionary<string, IReadOnlyList<string>>());
        var limits = new LimitOptions { RequestsPerMinute = int.MaxValue, GenerationsPerKey = int.MaxValue };
        builder.Services.AddTokenrill(new TokenrillOptions { Limits = limits, Storage = storage }, new TokenrillHttpOptions(), catalog);
        var app = builder.Build();
        app.Use(CloseEveryOther);
        app.UsePages();
        app.MapTokenrill();
        await app.StartAsync(cancellationToken);
        return app;
    }

    /// <summary>So that opening a connection to a provider is compiled as well as using one again.</summary>
    private static RequestDelegate CloseEveryOther(RequestDelegate next)
    {
        var count = 0;
        return context =>
        {
            if (Interlocked.Increment(ref count) % 2 == 0)
                context.Response.Headers.Connection = "close";
            return next(context);
        };
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
