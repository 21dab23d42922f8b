using Tokenrill.Generations;
using Tokenrill.Logs;
using Tokenrill.Models;
using Tokenrill.Providers.OpenAI;
using Tokenrill.TestKit.Servers;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Promises;

/// <summary>A server in fake time with two providers: <c>scripted</c>, which the test drives, and <c>wire</c>, which speaks
/// OpenAI's protocol to a scripted server on a real socket.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private readonly OpenAIProvider _wire;

    private Scene(ScriptedServer server, OpenAIProvider wire, ScriptedProvider provider, FakeTime time, TestHost host)
    {
        Server = server;
        _wire = wire;
        Provider = provider;
        Time = time;
        Host = host;
    }

    public ScriptedServer Server { get; }

    public ScriptedProvider Provider { get; }

    public FakeTime Time { get; }

    public TestHost Host { get; }

    public static async Task<Scene> SetAsync(Func<ScriptedExchange, Task>? script = null)
    {
        var server = ScriptedServer.Start(script ?? (static exchange => exchange.GoSilentAsync()));
        var wire = new OpenAIProvider(new OpenAIProviderOptions { Name = "wire", BaseUrl = new Uri(server.Address, "/v1/") });
        var provider = new ScriptedProvider();
        var time = new FakeTime();
        var models = new ModelCatalog(
            new Dictionary<string, IModelProvider> { ["scripted"] = provider, ["wire"] = wire }, new Dictionary<string, IReadOnlyList<string>>());
        return new Scene(server, wire, provider, time, await TestHost.StartAsync(models, time: time));
    }

    /// <summary>The only generation that runs.</summary>
    public Generation Generation => Host.Engine.Active(new Caller("everybody", IsAdmin: true)).Single();

    public async Task StopAsync(Generation generation)
    {
        using var response = await Host.Client.OpenAsync(Post($"/v1/generations/{generation.Id}/stop"));
        ((int)response.StatusCode).ShouldBe(202);
    }

    /// <summary>Completes when the generation has said something.</summary>
    public static async Task SaidSomethingAsync(Generation generation)
    {
        using var reader = generation.Attach();
        while (!reader.IsAtEnd)
        {
            while (reader.TryRead(out var next))
                if (next.Kind == EventKind.Text)
                    return;
            await reader.WaitAsync().InTime();
        }
        throw new InvalidOperationException("it ended without a word");
    }

    public async ValueTask DisposeAsync()
    {
        await Host.StopAsync().InTime();
        await Host.DisposeAsync();
        _wire.Dispose();
        await Server.DisposeAsync();
    }
}
