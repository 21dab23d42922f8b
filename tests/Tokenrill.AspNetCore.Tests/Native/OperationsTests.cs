using System.Text.RegularExpressions;
using Tokenrill.AspNetCore.Endpoints.Models;
using Tokenrill.Models;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Native;

public sealed partial class OperationsTests : IAsyncLifetime
{
    private readonly ScriptedProvider _good = new() { Models = [new ModelInfo("model", DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)), new ModelInfo("other")] };
    private readonly UnreachableProvider _bad = new();
    private readonly FakeTime _time = new();
    private TestHost? _host;

    private HttpClient Client => _host!.Client;

    public async ValueTask InitializeAsync() =>
        _host = await TestHost.StartAsync(ModelCatalogs.Of(("good", _good), ("bad", _bad)), time: _time);

    public async ValueTask DisposeAsync()
    {
        await _host!.StopAsync().InTime();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Models_are_listed_as_openai_lists_them_and_who_cannot_be_asked_is_left_out()
    {
        _bad.Answer = () => throw new ProviderException(ErrorCode.ProviderUnavailable, "http://10.0.0.1 refused");

        var (status, list) = await Client.CallAsync(Get("/v1/models"));

        status.ShouldBe(200);
        list.Text("object").ShouldBe("list");
        list.GetProperty("data").EnumerateArray().Select(model => (model.Text("id"), model.Text("object"), model.GetProperty("created").GetInt64(), model.Text("owned_by"))).ShouldBe([
            ("default", "model", 0, "tokenrill"),
            ("good/model", "model", 1_700_000_000, "good"),
            ("good/other", "model", 0, "good")]);
        await _host!.Log.LineAsync("10.0.0.1");
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_in_time_does_not_hold_up_the_others()
    {
        var silent = new TaskCompletionSource<IReadOnlyList<ModelInfo>>();
        var asked = new TaskCompletionSource();
        _bad.Answer = () =>
        {
            asked.TrySetResult();
            return silent.Task;
        };

        var listing = Client.CallAsync(Get("/v1/models"));
        await asked.Task.InTime();
        _time.Advance(ModelDirectory.Patience);

        (await listing).Json.GetProperty("data").EnumerateArray().Select(model => model.Text("id")).ShouldBe(["default", "good/model", "good/other"]);
        (await _host!.Log.LineAsync("Provider bad")).ShouldContain("in time");
    }

    [Fact]
    public async Task Providers_are_not_asked_again_within_a_moment()
    {
        _bad.Answer = () => Task.FromResult<IReadOnlyList<ModelInfo>>([]);
        await Client.CallAsync(Get("/v1/models"));
        await Client.CallAsync(Get("/readyz"));
        _bad.Asked.ShouldBe(1);

        _time.Advance(ModelDirectory.Fresh);
        await Client.CallAsync(Get("/v1/models"));

        _bad.Asked.ShouldBe(2);
    }

    [Fact]
    public async Task Ready_says_who_can_be_reached()
    {
        _bad.Answer = () => throw new InvalidOperationException("http://10.0.0.1 is not there");

        var (status, report) = await Client.CallAsync(Get("/readyz"));

        (status, report.Text("status")).ShouldBe((200, "ready"));
        report.GetProperty("checks").EnumerateArray().Select(row => (row.Text("kind"), row.Text("name"), row.GetProperty("ok").GetBoolean()))
            .ShouldBe([("provider", "good", true), ("provider", "bad", false), ("storage", "memory", true)], ignoreOrder: true);
        report.ToString().ShouldNotContain("10.0.0.1");
    }

    [Fact]
    public async Task Without_a_model_of_the_default_alias_it_is_alive_and_not_ready()
    {
        _bad.Answer = () => throw new InvalidOperationException("not there");
        await using var host = await TestHost.StartAsync(ModelCatalogs.Of(("bad", _bad)));

        (await host.Client.CallAsync(Get("/readyz"))).Status.ShouldBe(503);
        var (status, report) = await host.Client.CallAsync(Get("/healthz"));
        (status, report.Text("status")).ShouldBe((200, "alive"));
    }

    [Fact]
    public async Task Metrics_are_the_numbers_of_this_server()
    {
        await using var other = await TestHost.StartAsync(ModelCatalogs.Of(("elsewhere", _good)));
        await other.Client.StartLaterAsync();
        (await _good.NextCallAsync()).Finish();
        await other.Log.LineAsync("ended completed");
        await Client.StartLaterAsync();
        (await _good.NextCallAsync()).Text("a").Text("b").Usage(1, 5).Finish();
        await Client.StartLaterAsync();
        var running = await _good.NextCallAsync();
        await _host!.Log.LineAsync("ended completed");
        using var response = await Client.OpenAsync(Get("/metrics"));

        var text = await response.TextAsync();

        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        text.ShouldContain("\n# TYPE tokenrill_generations_ended_total counter\ntokenrill_generations_ended_total{provider=\"good\",outcome=\"completed\"} 1\n");
        text.ShouldContain("\ntokenrill_generations_started_total{provider=\"good\"} 2\n");
        text.ShouldContain("\ntokenrill_output_tokens_total{provider=\"good\"} 5\n");
        text.ShouldContain("\ntokenrill_generations_active 1\n");
        text.ShouldContain("\n# TYPE tokenrill_duration_seconds histogram\n");
        text.ShouldContain("\ntokenrill_duration_seconds_bucket{provider=\"good\",le=\"0.005\"} 1\n");
        text.ShouldContain("\ntokenrill_duration_seconds_bucket{provider=\"good\",le=\"+Inf\"} 1\n");
        text.ShouldContain("\ntokenrill_duration_seconds_count{provider=\"good\"} 1\n");
        text.ShouldNotContain("elsewhere");
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Line().IsMatch(line).ShouldBeTrue(line);
        running.Finish();
    }

    [Fact]
    public async Task The_openapi_document_has_every_call_with_its_shapes()
    {
        var (status, document) = await Client.CallAsync(Get("/openapi/v1.json"));

        status.ShouldBe(200);
        var paths = document.GetProperty("paths");
        // Other dialects describe themselves, and are no business of this test.
        new[]
        {
            "/healthz", "/readyz", "/v1/models", "/metrics", "/v1/generations", "/v1/generations/{id}",
            "/v1/generations/{id}/events", "/v1/generations/{id}/stop", "/v1/generations/{id}/token",
        }.ShouldBeSubsetOf(paths.EnumerateObject().Select(path => path.Name));
        var start = paths.GetProperty("/v1/generations").GetProperty("post");
        start.Text("summary").ShouldBe("Start a generation");
        start.GetProperty("responses").GetProperty("200").GetProperty("content").EnumerateObject().Select(content => content.Name)
            .ShouldBe(["application/json", "text/event-stream", "application/x-ndjson"], ignoreOrder: true);
        var body = start.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema").Text("$ref")!;
        document.GetProperty("components").GetProperty("schemas").GetProperty(body.Split('/')[^1]).GetProperty("properties")
            .EnumerateObject().Select(member => member.Name).ShouldContain("idempotency_key");
        paths.GetProperty("/v1/generations/{id}/events").GetProperty("get").GetProperty("parameters").EnumerateArray().Select(parameter => parameter.Text("name"))
            .ShouldBe(["id", "after", "Last-Event-ID"], ignoreOrder: true);
    }

    [GeneratedRegex("""^(# (HELP|TYPE) tokenrill_\w+ .+|tokenrill_\w+(\{(\w+="[^"]*",?)+\})? [0-9.E+-]+)$""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Line();

    private sealed class UnreachableProvider : IModelProvider
    {
        private int _asked;

        public Func<Task<IReadOnlyList<ModelInfo>>> Answer { get; set; } = static () => throw new InvalidOperationException("not there");

        public int Asked => _asked;

        public Task StreamAsync(ModelRequest request, IGenerationSink sink, CancellationToken cancellationToken) =>
            throw new ProviderException(ErrorCode.ProviderUnavailable, "not there");

        public void EnsureSupported(ModelRequest request)
        {
        }

        public Task<IReadOnlyList<ModelInfo>> ListModelsAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            return Answer();
        }
    }
}
