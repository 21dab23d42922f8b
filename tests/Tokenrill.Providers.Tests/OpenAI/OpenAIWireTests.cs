using Tokenrill.TestKit.Servers;

namespace Tokenrill.Providers.Tests.OpenAI;

public sealed class OpenAIWireTests
{
    private static readonly string Hello = OpenAIStreams.Events(OpenAIStreams.Text("Hello"));

    [Fact]
    public async Task An_answer_arrives_in_order_and_the_request_is_what_the_server_expects()
    {
        await using var acme = new OpenAIServer(Answer);
        await acme.StreamAsync();

        acme.Sink.Calls.ShouldBe(["connected", "accepted", "text:Hello", "finish:Stop"]);
        var request = acme.Server.Requests.ShouldHaveSingleItem();
        request.Method.ShouldBe("POST");
        request.Path.ShouldBe("/v1/chat/completions");
        request.Headers["Authorization"].ShouldBe("Bearer " + OpenAIServer.Key);
        request.Headers["Content-Type"].ShouldBe("application/json");
        request.Headers["Content-Length"].ShouldBe(request.Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Headers.Keys.ShouldBe(["Host", "Accept", "User-Agent", "Authorization", "Content-Type", "Content-Length"], ignoreOrder: true);
        request.Text.ShouldBe("""{"model":"m","messages":[{"role":"user","content":"hi"}],"stream":true,"stream_options":{"include_usage":true}}""");
    }

    [Fact]
    public async Task A_token_is_flushed_before_the_next_one_is_waited_for()
    {
        var next = new TaskCompletionSource();
        await using var acme = new OpenAIServer(async exchange =>
        {
            await exchange.SendHeadersAsync("text/event-stream");
            await exchange.SendChunkAsync(Hello);
            await next.Task;
            await exchange.SendChunkAsync(OpenAIServer.Stop);
            await exchange.EndAsync();
        });
        var streaming = acme.StreamAsync();

        await acme.Sink.NextTextAsync();
        acme.Sink.TextSoFar.ShouldBe("Hello");
        acme.Server.OpenRequests.ShouldBe(1);
        next.SetResult();
        await streaming;
        acme.Sink.Calls[^1].ShouldBe("finish:Stop");
    }

    [Fact]
    public async Task Tokens_that_come_together_are_flushed_together_and_with_the_acceptance()
    {
        var next = new TaskCompletionSource();
        await using var acme = new OpenAIServer(async exchange =>
        {
            await exchange.SendAsync($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{Hello.Length:x}\r\n{Hello}\r\n{Hello.Length:x}\r\n{Hello}\r\n");
            await next.Task;
            await exchange.SendChunkAsync(OpenAIServer.Stop);
            await exchange.EndAsync();
        });
        var streaming = acme.StreamAsync();
        await acme.Sink.NextFlushAsync();
        next.SetResult();
        await streaming;
        acme.Sink.TextAtFlush.ShouldBe(["HelloHello".Length]);
    }

    [Fact]
    public async Task An_answer_that_comes_in_one_piece_is_left_to_its_end_to_show()
    {
        await using var acme = new OpenAIServer(Answer);
        await acme.StreamAsync();
        acme.Sink.TextSoFar.ShouldBe("Hello");
        acme.Sink.TextAtFlush.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_acceptance_is_flushed_before_the_first_token_is_waited_for()
    {
        var next = new TaskCompletionSource();
        await using var acme = new OpenAIServer(async exchange =>
        {
            await exchange.SendHeadersAsync("text/event-stream");
            await next.Task;
            await exchange.SendChunkAsync(Hello + OpenAIServer.Stop);
            await exchange.EndAsync();
        });
        var streaming = acme.StreamAsync();
        await acme.Sink.NextFlushAsync();
        acme.Sink.Calls.ShouldBe(["connected", "accepted"]);
        next.SetResult();
        await streaming;
    }

    [Fact]
    public async Task A_queued_request_is_connected_long_before_it_is_accepted()
    {
        var admitted = new TaskCompletionSource();
        await using var acme = new OpenAIServer(async exchange =>
        {
            await admitted.Task;
            await Answer(exchange);
        });
        var streaming = acme.StreamAsync();

        await acme.Sink.WhenConnected.Soon();
        acme.Sink.WhenAccepted.IsCompleted.ShouldBeFalse();
        admitted.SetResult();
        await streaming;
        acme.Sink.WhenAccepted.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_second_request_uses_the_connection_of_the_first()
    {
        await using var acme = new OpenAIServer(Answer);
        for (var i = 0; i < 5; i++)
            await acme.StreamAsync();
        acme.Server.AcceptedConnections.ShouldBe(1);
        acme.Sink.Calls.Count(call => call == "connected").ShouldBe(5);
    }

    [Fact]
    public async Task An_answer_is_complete_at_DONE_and_a_body_that_then_does_not_end_costs_the_connection_only()
    {
        var closed = new TaskCompletionSource();
        await using var acme = new OpenAIServer(async exchange =>
        {
            await exchange.SendHeadersAsync("text/event-stream");
            await exchange.SendChunkAsync(Hello + OpenAIServer.Stop);
            await exchange.GoSilentAsync();
            closed.SetResult();
        });
        await acme.StreamAsync();
        acme.Sink.Calls[^1].ShouldBe("finish:Stop");
        await closed.Task.Soon();
    }

    [Fact]
    public async Task One_plain_completion_in_place_of_a_stream_is_the_answer()
    {
        await using var acme = new OpenAIServer(exchange => exchange.RespondAsync(200, "application/json",
            """{"choices":[{"message":{"content":"whole"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1}}"""));
        await acme.StreamAsync();
        acme.Sink.Calls.ShouldBe(["connected", "accepted", "text:whole", "finish:Stop", "usage:1/1/0/0"]);
    }

    [Fact]
    public async Task Models_are_listed_by_their_names()
    {
        await using var acme = new OpenAIServer(exchange => exchange.RespondAsync(200, "application/json",
            """{"object":"list","data":[{"id":"a","object":"model","created":1700000000},{"id":"b/c","created":null},{"object":"model"}]}"""));
        var models = await acme.Provider.ListModelsAsync(TestContext.Current.CancellationToken);
        models.ShouldBe([new ModelInfo("a", DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)), new ModelInfo("b/c")]);
        var request = acme.Server.Requests.ShouldHaveSingleItem();
        (request.Method, request.Path).ShouldBe(("GET", "/v1/models"));
        request.Headers["Authorization"].ShouldBe("Bearer " + OpenAIServer.Key);
    }

    [Theory]
    [InlineData("[{\"id\":\"a\"}]", null)]
    [InlineData("{\"models\":[]}", ErrorCode.ProviderProtocol)]
    [InlineData("<html>", ErrorCode.ProviderProtocol)]
    [InlineData("[{\"id\":\"\\ud800\"}]", ErrorCode.ProviderProtocol)]
    public async Task A_list_of_models_in_another_shape_is_read_or_refused(string body, ErrorCode? failure)
    {
        await using var acme = new OpenAIServer(exchange => exchange.RespondAsync(200, "application/json", body));
        var listing = acme.Provider.ListModelsAsync(TestContext.Current.CancellationToken);
        if (failure is null)
            (await listing).ShouldBe([new ModelInfo("a")]);
        else
            (await Should.ThrowAsync<ProviderException>(listing)).Code.ShouldBe(failure.Value);
    }

    private static Task Answer(ScriptedExchange exchange) =>
        exchange.RespondInChunksAsync("text/event-stream", Hello + OpenAIServer.Stop);
}
