using Tokenrill.TestKit.Servers;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Promises;

/// <summary>One table: every way a generation ends, in every way it can be read. Exactly one terminal event, the last, and
/// the end that the clients of each dialect expect; what broke never looks complete.</summary>
public sealed class EndingTests
{
    private const string Token = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Half\"}}]}";

    /// <summary>What the test does to end the generation once its provider was asked.</summary>
    private static readonly Dictionary<string, (Func<Scene, ScriptedCall, Task> End, Told Told)> ByHand = new()
    {
        ["normal end"] = (Do((_, call) => call.Accept().Text("Hel").Text("lo").Finish()), new("completed", null, "Hello")),
        ["stop before the provider accepted"] = ((scene, _) => scene.StopAsync(scene.Generation), new("cancelled", null, "")),
        ["stop before the first token"] = ((scene, call) => { call.Accept(); return scene.StopAsync(scene.Generation); }, new("cancelled", null, "")),
        ["stop after the first token"] = ((scene, call) => { call.Accept().Text("Half"); return scene.StopAsync(scene.Generation); }, new("cancelled", null, "Half")),
        ["superseded"] = ((scene, call) => { call.Accept().Text("Half"); return SupersedeAsync(scene); }, new("superseded", null, "Half")),
        ["shutdown"] = ((scene, call) => { call.Accept().Text("Half"); return scene.Host.StopAsync(); }, new("interrupted", null, "Half")),
        ["connect deadline"] = (Do((scene, _) => scene.Time.Advance(TimeSpan.FromSeconds(10))), new("failed", "connect_timeout", "")),
        ["first-token deadline"] = (Do((scene, call) => { call.Accept(); scene.Time.Advance(TimeSpan.FromSeconds(120)); }), new("failed", "first_token_timeout", "")),
        ["between-tokens deadline"] = (Do((scene, call) => { call.Accept().Text("Half"); scene.Time.Advance(TimeSpan.FromSeconds(30)); }), new("failed", "between_tokens_timeout", "Half")),
        ["total deadline"] = (Do(RunOutOfTime), new("failed", "total_timeout", new string('x', 30))),
        ["a fault of ours"] = (Do((_, call) => { call.Accept().Text("Half"); call.Fail(new InvalidOperationException("secret detail")); }), new("failed", "internal", "Half")),
    };

    /// <summary>What a provider does on its socket.</summary>
    private static readonly Dictionary<string, (Func<ScriptedExchange, Task> Script, Told Told)> OnTheWire = new()
    {
        ["closes in the middle"] = (async exchange => { await BeginAsync(exchange); await exchange.CloseAsync(); }, new("failed", "provider_disconnected", "Half")),
        ["ends without a reason"] = (async exchange => { await BeginAsync(exchange); await exchange.EndAsync(); }, new("failed", "provider_disconnected", "Half")),
        ["says done without a reason"] = (async exchange => { await BeginAsync(exchange); await exchange.SendChunkAsync("data: [DONE]\n\n"); await exchange.EndAsync(); }, new("failed", "provider_disconnected", "Half")),
        ["sends garbage"] = (async exchange => { await BeginAsync(exchange); await exchange.SendChunkAsync("data: {\"choices\":[{]\n\n"); await exchange.GoSilentAsync(); }, new("failed", "provider_protocol", "Half")),
        ["reports an error in the stream"] = (async exchange => { await BeginAsync(exchange); await exchange.SendChunkAsync("data: {\"error\":{\"message\":\"secret detail\",\"type\":\"server_error\"}}\n\n"); await exchange.EndAsync(); }, new("failed", "provider_unavailable", "Half")),
        ["answers HTML"] = (exchange => exchange.RespondAsync(200, "text/html", "<html>secret detail</html>"), new("failed", "provider_protocol", "")),
        ["answers 400"] = (Refuse(400), new("failed", "provider_rejected", "")),
        ["answers 401"] = (Refuse(401), new("failed", "provider_rejected", "")),
        ["answers 404 with HTML"] = (exchange => exchange.RespondAsync(404, "text/html", "<html>secret detail</html>"), new("failed", "provider_rejected", "")),
        ["answers 429"] = (Refuse(429), new("failed", "provider_rate_limited", "")),
        ["answers 500"] = (Refuse(500), new("failed", "provider_unavailable", "")),
        ["answers 503 with HTML"] = (exchange => exchange.RespondAsync(503, "text/html", "<html>secret detail</html>"), new("failed", "provider_unavailable", "")),
        ["closes before it answers"] = (exchange => exchange.CloseAsync(), new("failed", "provider_unavailable", "")),
    };

    public static MatrixTheoryData<string, string> HandCases => new(ByHand.Keys, Wire.All.Keys);

    public static MatrixTheoryData<string, string> WireCases => new(OnTheWire.Keys, Wire.All.Keys);

    public static TheoryData<string> Wires => [.. Wire.All.Keys];

    [Theory]
    [MemberData(nameof(HandCases))]
    public async Task A_generation_ends_once_and_as_its_readers_expect(string ending, string wire)
    {
        await using var scene = await Scene.SetAsync();
        var telling = Wire.All[wire](scene.Host, "scripted/model");
        var call = await scene.Provider.NextCallAsync();
        var generation = scene.Generation;
        await ByHand[ending].End(scene, call).InTime();

        Check(await telling.InTime(), ByHand[ending].Told, wire);
        await generation.CleanedUpAsync();
    }

    [Theory]
    [MemberData(nameof(WireCases))]
    public async Task A_provider_that_breaks_never_looks_complete(string provider, string wire)
    {
        await using var scene = await Scene.SetAsync(OnTheWire[provider].Script);

        Check(await Wire.All[wire](scene.Host, "wire/model").InTime(), OnTheWire[provider].Told, wire);
        await scene.Host.Log.LineAsync($"code={OnTheWire[provider].Told.Code}");
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task A_provider_that_stalls_on_its_socket_runs_into_the_deadline(string wire)
    {
        var begun = new TaskCompletionSource();
        await using var scene = await Scene.SetAsync(async exchange =>
        {
            await BeginAsync(exchange);
            begun.SetResult();
            await exchange.GoSilentAsync();
        });
        var telling = Wire.All[wire](scene.Host, "wire/model");
        await begun.Task.InTime();
        await Scene.SaidSomethingAsync(scene.Generation);
        scene.Time.Advance(TimeSpan.FromSeconds(30));

        Check(await telling.InTime(), new Told("failed", "between_tokens_timeout", "Half"), wire);
    }

    /// <summary>Where an error took the place of the answer there is no text to compare.</summary>
    private static void Check(Told told, Told expected, string wire)
    {
        told.ShouldBe(told.Text is null ? expected with { Text = null } : expected);
        if (expected.Terminal != "completed" && wire is ("OpenAI JSON" or "Synapse JSON"))
            told.Text.ShouldBeNull();
    }

    private static Func<Scene, ScriptedCall, Task> Do(Action<Scene, ScriptedCall> end) => (scene, call) =>
    {
        end(scene, call);
        return Task.CompletedTask;
    };

    private static Func<ScriptedExchange, Task> Refuse(int status) => exchange =>
        exchange.RespondAsync(status, "application/json", "{\"error\":{\"message\":\"secret detail\"}}");

    private static async Task BeginAsync(ScriptedExchange exchange)
    {
        await exchange.SendHeadersAsync("text/event-stream");
        await exchange.SendChunkAsync($"data: {Token}\n\n");
    }

    private static void RunOutOfTime(Scene scene, ScriptedCall call)
    {
        call.Accept();
        for (var i = 0; i < 30; i++)
        {
            call.Text("x");
            scene.Time.Advance(TimeSpan.FromSeconds(20));
        }
    }

    private static async Task SupersedeAsync(Scene scene)
    {
        using var response = await scene.Host.Client.OpenAsync(Post("/v1/generations", Wire.Body("scripted/model")).With("Prefer", "respond-async"));
        ((int)response.StatusCode).ShouldBe(202);
        (await scene.Provider.NextCallAsync()).Accept().Finish();
    }
}
