using Tokenrill.Providers.Ollama;
using Tokenrill.TestKit.Servers;

namespace Tokenrill.Providers.Tests.Ollama;

public sealed class OllamaWireTests
{
    private static readonly ModelRequest Request = new() { Model = "llama3:8b", Messages = [new(ChatRole.User, "hi")] };

    [Fact]
    public async Task An_answer_arrives_and_the_connection_serves_the_next_request()
    {
        await using var server = ScriptedServer.Start(exchange => exchange.RespondInChunksAsync("application/x-ndjson",
            "{\"message\":{\"content\":\"Hel",
            "lo\"},\"done\":false}\n{\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":1,\"eval_count\":2}\n"));
        using var provider = Create(server.Address);
        for (var i = 0; i < 2; i++)
        {
            var sink = new RecordingSink();
            await provider.StreamAsync(Request, sink, TestContext.Current.CancellationToken).Soon();
            sink.Calls.ShouldBe(["connected", "accepted", "text:Hello", "usage:1/2/0/0", "finish:Stop"]);
        }
        server.AcceptedConnections.ShouldBe(1);
        server.Requests[0].Path.ShouldBe("/api/chat");
        server.Requests[0].Headers.Keys.ShouldNotContain("Authorization");
        server.Requests[0].Text.ShouldBe("""{"model":"llama3:8b","messages":[{"role":"user","content":"hi"}],"stream":true,"options":{}}""");
    }

    [Fact]
    public async Task Cancelling_while_a_model_loads_closes_the_connection()
    {
        using var stop = new CancellationTokenSource();
        // Connected comes before the request is all sent, and a request that is cut off is none to the server.
        var received = new TaskCompletionSource();
        var closed = new TaskCompletionSource();
        await using var server = ScriptedServer.Start(async exchange =>
        {
            received.SetResult();
            await exchange.GoSilentAsync();
            closed.SetResult();
        });
        using var provider = Create(server.Address);
        var sink = new RecordingSink();
        var streaming = provider.StreamAsync(Request, sink, stop.Token);
        await sink.WhenConnected.Soon();
        await received.Task.Soon();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(streaming);
        await closed.Task.Soon();
    }

    [Fact]
    public async Task A_missing_model_is_a_refusal_that_says_so()
    {
        await using var server = ScriptedServer.Start(exchange => exchange.RespondAsync(404, "application/json", """{"error":"model 'llama3:8b' not found"}"""));
        using var provider = Create(server.Address);
        var failure = await Should.ThrowAsync<ProviderException>(() => provider.StreamAsync(Request, new RecordingSink(), TestContext.Current.CancellationToken).Soon());
        failure.Code.ShouldBe(ErrorCode.ProviderRejected);
        failure.Message.ShouldContain("model 'llama3:8b' not found");
    }

    [Fact]
    public async Task A_stream_that_ends_before_done_is_a_failure()
    {
        await using var server = ScriptedServer.Start(async exchange =>
        {
            await exchange.SendHeadersAsync("application/x-ndjson");
            await exchange.SendChunkAsync("{\"message\":{\"content\":\"a\"},\"done\":false}\n");
            await exchange.EndAsync();
        });
        using var provider = Create(server.Address);
        var sink = new RecordingSink();
        var failure = await Should.ThrowAsync<ProviderException>(() => provider.StreamAsync(Request, sink, TestContext.Current.CancellationToken).Soon());
        failure.Code.ShouldBe(ErrorCode.ProviderDisconnected);
        sink.TextSoFar.ShouldBe("a");
    }

    [Fact]
    public async Task Models_are_listed_by_their_names()
    {
        await using var server = ScriptedServer.Start(exchange => exchange.RespondAsync(200, "application/json",
            """{"models":[{"name":"llama3:8b","model":"llama3:8b","modified_at":"2026-01-02T03:04:05.123456789+02:00","size":1},{"name":"x"}]}"""));
        using var provider = Create(server.Address);
        var models = await provider.ListModelsAsync(TestContext.Current.CancellationToken);
        models.Select(model => model.Name).ShouldBe(["llama3:8b", "x"]);
        models[0].Created!.Value.ToUniversalTime().ToString("s").ShouldBe("2026-01-02T01:04:05");
        server.Requests[0].Path.ShouldBe("/api/tags");
    }

    [Theory]
    [InlineData(200, """{"version":"0.12.0"}""", true)]
    [InlineData(200, """{"hello":"world"}""", false)]
    [InlineData(200, "<html>", false)]
    [InlineData(404, "", false)]
    public async Task What_answers_with_a_version_is_a_running_Ollama(int status, string body, bool isRunning)
    {
        await using var server = ScriptedServer.Start(exchange => exchange.RespondAsync(status, "application/json", body));
        using var provider = Create(server.Address);
        (await provider.IsRunningAsync(TestContext.Current.CancellationToken).Soon()).ShouldBe(isRunning);
        server.Requests[0].Path.ShouldBe("/api/version");
    }

    [Fact]
    public async Task What_does_not_answer_in_time_is_not_running_and_a_caller_who_cancels_is_told()
    {
        await using var server = ScriptedServer.Start(exchange => exchange.GoSilentAsync());
        using var impatient = Create(server.Address, new ImpatientTime());
        (await impatient.IsRunningAsync(TestContext.Current.CancellationToken).Soon()).ShouldBeFalse();
        using var provider = Create(server.Address);
        await Should.ThrowAsync<OperationCanceledException>(() => provider.IsRunningAsync(new CancellationToken(canceled: true)));
    }

    private static OllamaProvider Create(Uri address, TimeProvider? time = null) => new(new() { Name = "ollama", BaseUrl = address }, time);
}
