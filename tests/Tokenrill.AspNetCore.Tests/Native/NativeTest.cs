using Microsoft.AspNetCore.Builder;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Options;

namespace Tokenrill.AspNetCore.Tests.Native;

/// <summary>A server with one scripted provider, for each test its own.</summary>
public abstract class NativeTest : IAsyncLifetime
{
    private TestHost? _host;

    protected ScriptedProvider Provider { get; } = new();

    protected FakeTime? Time { get; init; }

    // Times that no machine is slow enough to exceed: what ends a generation here, and lets the next one begin, is what the test did.
    protected TokenrillOptions Options { get; } = new()
    {
        Deadlines = new() { Connect = TimeSpan.FromHours(1), FirstToken = TimeSpan.FromHours(1), BetweenTokens = TimeSpan.FromHours(1), Total = TimeSpan.FromHours(2) },
        Sessions = { CleanupWait = TimeSpan.FromMinutes(1) },
    };

    protected TokenrillHttpOptions Http { get; init; } = new();

    protected TestHost Host => _host!;

    protected HttpClient Client => Host.Client;

    public virtual ValueTask InitializeAsync() => StartAsync();

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        // What a test left running would hold its server open.
        await Host.StopAsync().InTime();
        await Host.DisposeAsync();
    }

    /// <param name="map">Further endpoints, and what stands before all of them.</param>
    protected async ValueTask StartAsync(Action<WebApplication>? map = null) =>
        _host = await TestHost.StartAsync(ModelCatalogs.Of(("scripted", Provider)), Options, Http, Time, map: map);
}
