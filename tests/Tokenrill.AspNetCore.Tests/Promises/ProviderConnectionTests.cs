using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Tokenrill.AspNetCore.Tests.Native;
using Tokenrill.Generations;
using Tokenrill.Options;
using Tokenrill.Providers.OpenAI;
using Tokenrill.TestKit.Servers;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Promises;

/// <summary>What ends a generation reaches its provider: seen at the provider's end of a real socket.</summary>
public sealed class ProviderConnectionTests : IAsyncLifetime
{
    private const string Token = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"}}]}\n\n";
    private const string Stop = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    private static readonly Caller Local = new("local", IsAdmin: true);

    private readonly ConcurrentQueue<ScriptedExchange> _exchanges = new();
    private readonly Channel<ScriptedExchange> _asked = Channel.CreateUnbounded<ScriptedExchange>();
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _most;
    private ScriptedServer _server = null!;
    private OpenAIProvider _provider = null!;
    private TestHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _server = ScriptedServer.Start(AnswerAsync);
        _provider = new OpenAIProvider(new OpenAIProviderOptions { Name = "wire", BaseUrl = new Uri(_server.Address, "/v1/") });
        // No heartbeat: a client that has gone must be noticed by itself, not by a write that fails.
        // And no prompt passes the one before it because that one's connection takes long to close.
        var options = new TokenrillOptions
        {
            Readers = { Grace = TimeSpan.Zero, Heartbeat = TimeSpan.FromMinutes(10) },
            Limits = { GenerationsPerKey = 1000, RequestsPerMinute = 10_000 },
            Sessions = { CleanupWait = TimeSpan.FromMinutes(1) },
        };
        _host = await TestHost.StartAsync(ModelCatalogs.Of(("wire", _provider)), options, map: app => app.Use(async (context, next) =>
        {
            await next(context);
            _left.TrySetResult();
        }));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync().InTime();
        await _host.DisposeAsync();
        _provider.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_stop_closes_the_providers_connection()
    {
        var id = await _host.Client.StartLaterAsync();
        var exchange = await AskedAsync();
        exchange.IsClientGone.ShouldBeFalse();
        (await _host.Client.CallAsync(Post($"/v1/generations/{id}/stop"))).Status.ShouldBe(202);

        await exchange.ClientClosed.InTime();
    }

    [Fact]
    public async Task A_newer_prompt_in_the_session_closes_it_before_the_next_is_asked()
    {
        await _host.Client.StartLaterAsync("""{"prompt":"one","session":"s"}""");
        var first = await AskedAsync();
        await _host.Client.StartLaterAsync("""{"prompt":"two","session":"s"}""");
        var second = await AskedAsync();

        await first.ClientClosed.InTime();
        second.IsClientGone.ShouldBeFalse();
        _most.ShouldBe(1);
    }

    [Theory]
    [InlineData("/v1/generations", """{"prompt":"Hello","on_disconnect":"cancel"}""")]
    [InlineData("/v1/chat/completions", """{"model":"default","messages":[{"role":"user","content":"Hello"}],"stream":true}""")]
    [InlineData("/v1/chat/completions", """{"model":"default","messages":[{"role":"user","content":"Hello"}]}""")]
    public async Task A_client_that_goes_closes_it_where_its_request_says_cancel(string path, string body)
    {
        using var leaving = new CancellationTokenSource();
        var reading = ReadAsync(Post(path, body), leaving.Token);
        var exchange = await AskedAsync();
        exchange.IsClientGone.ShouldBeFalse();
        await leaving.CancelAsync();

        await exchange.ClientClosed.InTime();
        await Should.ThrowAsync<OperationCanceledException>(reading.InTime());
    }

    [Fact]
    public async Task A_client_that_goes_leaves_it_open_where_its_request_says_continue()
    {
        var response = await _host.Client.OpenAsync(Post("/v1/generations", Hello));
        var id = response.Generation();
        var exchange = await AskedAsync();
        response.Dispose();
        await _left.Task.InTime();
        _host.Engine.Find(id, Local).Readers.ShouldBe(0);
        exchange.IsClientGone.ShouldBeFalse();
        _answered.SetResult("Hello");

        using var resumed = await _host.Client.OpenAsync(Get($"/v1/generations/{id}/events"));
        (await resumed.EventsAsync())[^1].Event.ShouldBe("completed");
    }

    [Fact]
    public async Task Of_a_hundred_prompts_in_one_session_one_is_answered_and_the_provider_never_has_two()
    {
        var streams = new List<HttpResponseMessage>();
        for (var i = 0; i < 100; i++)
            streams.Add(await _host.Client.OpenAsync(Post("/v1/generations", $$"""{"prompt":"{{i}}","session":"s"}""")));
        _answered.SetResult("99");
        var ends = new List<string?>();
        foreach (var stream in streams)
        {
            ends.Add((await stream.EventsAsync().InTime())[^1].Event);
            stream.Dispose();
        }

        ends.ShouldBe([.. Enumerable.Repeat("superseded", 99), "completed"]);
        _most.ShouldBe(1);
        foreach (var generation in streams.Select(stream => _host.Engine.Find(stream.Generation(), Local)))
            await generation.CleanedUpAsync();
        _host.Residue.ShouldBe(0);
    }

    private async Task ReadAsync(HttpRequestMessage request, CancellationToken leaving)
    {
        using var response = await _host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leaving);
        await response.Content.ReadAsStringAsync(leaving);
    }

    private Task<ScriptedExchange> AskedAsync() => _asked.Reader.ReadAsync(Ending).InTime();

    /// <summary>Begins every answer; ends only the one to the prompt the test names.</summary>
    private async Task AnswerAsync(ScriptedExchange exchange)
    {
        lock (_exchanges)
        {
            _exchanges.Enqueue(exchange);
            _most = Math.Max(_most, _exchanges.Count(one => !one.IsClientGone));
        }
        var prompt = JsonSerializer.Deserialize<JsonElement>(exchange.Request.Body).GetProperty("messages")[0].Text("content");
        await exchange.SendHeadersAsync("text/event-stream");
        await exchange.SendChunkAsync(Token);
        _asked.Writer.TryWrite(exchange);
        await Task.WhenAny(_answered.Task, exchange.ClientClosed).WaitAsync(exchange.Stopping);
        if (_answered.Task.IsCompleted && await _answered.Task == prompt)
        {
            await exchange.SendChunkAsync(Stop);
            await exchange.EndAsync();
        }
        else
        {
            await exchange.GoSilentAsync();
        }
    }
}
