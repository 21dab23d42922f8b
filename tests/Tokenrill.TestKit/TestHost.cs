using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tokenrill.AspNetCore;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Generations;
using Tokenrill.Models;
using Tokenrill.Options;
using Tokenrill.Server.Hosting;

namespace Tokenrill.TestKit;

/// <summary>A whole Tokenrill on a loopback port: real Kestrel, real sockets. Real time unless it is given another.</summary>
public sealed class TestHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestHost(WebApplication app, CapturedLog log)
    {
        _app = app;
        Log = log;
        BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Client = NewClient();
    }

    public Uri BaseAddress { get; }

    /// <summary>A client that never times out by itself and sends no key.</summary>
    public HttpClient Client { get; }

    public CapturedLog Log { get; }

    public IServiceProvider Services => _app.Services;

    public GenerationService Engine => Services.GetRequiredService<GenerationService>();

    /// <summary>Registry entries that belong to active generations; 0 when nothing runs.</summary>
    public int Residue => Engine.Residue;

    /// <summary>Starts one.</summary>
    /// <param name="models">Its models; see <see cref="ModelCatalogs.Of"/>.</param>
    /// <param name="options">The engine's options.</param>
    /// <param name="http">Keys and web pages; without keys everybody is one user.</param>
    /// <param name="time">Real time by default.</param>
    /// <param name="services">Further services.</param>
    /// <param name="kestrel">Further settings of the web server.</param>
    /// <param name="map">Further endpoints, mapped before Tokenrill's.</param>
    /// <param name="stores">Whether the options' storage is used; otherwise everything is kept in memory.</param>
    public static async Task<TestHost> StartAsync(
        ModelCatalog models, TokenrillOptions? options = null, TokenrillHttpOptions? http = null, TimeProvider? time = null,
        Action<IServiceCollection>? services = null, Action<KestrelServerOptions>? kestrel = null, Action<WebApplication>? map = null, bool stores = false)
    {
        var log = new CapturedLog();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Debug);
        builder.Logging.AddProvider(log);
        // As the server has them, and not as the framework does.
        builder.WebHost.UseConnections();
        builder.WebHost.UseKestrel(server =>
        {
            server.Listen(IPAddress.Loopback, 0);
            kestrel?.Invoke(server);
        });
        services?.Invoke(builder.Services);
        options ??= new TokenrillOptions();
        if (!stores)
            options.Storage.Kind = StorageKind.Memory;
        builder.Services.AddTokenrill(options, http ?? new TokenrillHttpOptions(), models);
        if (time is not null)
            builder.Services.AddSingleton(time);
        var app = builder.Build();
        map?.Invoke(app);
        app.MapTokenrill();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new TestHost(app, log);
    }

    /// <summary>A client of its own; its connections are nobody else's.</summary>
    public HttpClient NewClient(string? key = null, Uri? address = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address ?? BaseAddress, Timeout = Timeout.InfiniteTimeSpan };
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>Stops the application as a signal would.</summary>
    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
