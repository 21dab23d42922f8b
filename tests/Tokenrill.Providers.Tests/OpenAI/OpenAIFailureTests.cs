using System.Net;
using System.Net.Sockets;
using Tokenrill.Providers.OpenAI;

namespace Tokenrill.Providers.Tests.OpenAI;

public sealed class OpenAIFailureTests
{
    private static readonly string Hello = OpenAIStreams.Events(OpenAIStreams.Text("Hello"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelling_closes_the_connection_at_the_provider(bool hasBegun)
    {
        using var stop = new CancellationTokenSource();
        // Connected comes before the request is all sent, and a request that is cut off is none to the server.
        var received = new TaskCompletionSource();
        var closed = new TaskCompletionSource();
        await using var acme = new OpenAIServer(async exchange =>
        {
            received.SetResult();
            if (hasBegun)
            {
                await exchange.SendHeadersAsync("text/event-stream");
                await exchange.SendChunkAsync(Hello);
            }
            await exchange.GoSilentAsync();
            closed.SetResult();
        });
        var streaming = acme.StreamAsync(stop.Token);
        await (hasBegun ? acme.Sink.NextTextAsync() : acme.Sink.WhenConnected.Soon());
        await received.Task.Soon();

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(streaming);
        await closed.Task.Soon();
        acme.Sink.TextSoFar.ShouldBe(hasBegun ? "Hello" : "");
    }

    [Fact]
    public async Task Cancelling_while_the_provider_sends_without_pause_closes_the_connection()
    {
        using var stop = new CancellationTokenSource();
        var closed = new TaskCompletionSource();
        await using var acme = new OpenAIServer(async exchange =>
        {
            await exchange.SendHeadersAsync("text/event-stream");
            try
            {
                while (!exchange.ClientClosed.IsCompleted)
                    await exchange.SendChunkAsync(Hello);
            }
            catch (SocketException)
            {
                // How a closed connection looks to the one that writes.
            }
            closed.SetResult();
        });
        var streaming = acme.StreamAsync(stop.Token);
        await acme.Sink.NextTextAsync();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(streaming);
        await closed.Task.Soon();
    }

    [Theory]
    [InlineData("FIN")]
    [InlineData("RST")]
    [InlineData("end")]
    [InlineData("bad chunk")]
    public async Task A_stream_that_breaks_keeps_its_text_and_is_a_failure(string end)
    {
        var seen = new TaskCompletionSource();
        await using var acme = new OpenAIServer(async exchange =>
        {
            await exchange.SendHeadersAsync("text/event-stream");
            await exchange.SendChunkAsync(Hello);
            await seen.Task;
            await (end switch
            {
                "FIN" => exchange.CloseAsync(),
                "RST" => exchange.ResetAsync(),
                "end" => exchange.EndAsync(),
                _ => exchange.SendAsync("this is no chunk\r\n"),
            });
        });
        var streaming = acme.FailAsync();
        await acme.Sink.NextTextAsync();
        seen.SetResult();
        (await streaming).Code.ShouldBe(end == "bad chunk" ? ErrorCode.ProviderProtocol : ErrorCode.ProviderDisconnected);
        acme.Sink.TextSoFar.ShouldBe("Hello");
    }

    [Fact]
    public async Task A_body_that_only_the_close_delimits_may_end_after_the_reason_and_not_before()
    {
        var bodies = new Queue<string>([Hello + OpenAIServer.Stop, Hello, Hello + "data: {\"choi"]);
        await using var acme = new OpenAIServer(async exchange =>
        {
            await exchange.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n" + bodies.Dequeue());
            await exchange.CloseAsync();
        });
        await acme.StreamAsync();
        (await acme.FailAsync()).Code.ShouldBe(ErrorCode.ProviderDisconnected);
        (await acme.FailAsync()).Code.ShouldBe(ErrorCode.ProviderDisconnected);
    }

    [Theory]
    [InlineData("data: garbage\n\n", ErrorCode.ProviderProtocol)]
    [InlineData("<html>", ErrorCode.ProviderProtocol)]
    [InlineData("data: {\"error\":{\"message\":\"overloaded\"}}\n\n", ErrorCode.ProviderUnavailable)]
    public async Task A_stream_that_fails_is_closed_and_not_read_on(string body, ErrorCode code)
    {
        var closed = new TaskCompletionSource();
        await using var acme = new OpenAIServer(async exchange =>
        {
            await exchange.SendHeadersAsync("text/event-stream");
            await exchange.SendChunkAsync(body);
            await exchange.GoSilentAsync();
            closed.SetResult();
        });
        (await acme.FailAsync()).Code.ShouldBe(code);
        await closed.Task.Soon();
    }

    [Fact]
    public async Task A_provider_that_is_not_there_is_unavailable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://{listener.LocalEndpoint}");
        listener.Stop();
        using var provider = new OpenAIProvider(new() { Name = "acme", BaseUrl = address });
        var sink = new RecordingSink();
        var failure = await Should.ThrowAsync<ProviderException>(() => provider.StreamAsync(OpenAIServer.Request, sink, TestContext.Current.CancellationToken));
        failure.Code.ShouldBe(ErrorCode.ProviderUnavailable);
        sink.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.9\r\n\r\n", ErrorCode.ProviderProtocol)]
    [InlineData("", ErrorCode.ProviderUnavailable)]
    public async Task What_closes_without_an_answer_is_unavailable_and_what_speaks_no_HTTP_is_told_apart(string answer, ErrorCode code)
    {
        await using var acme = new OpenAIServer(async exchange =>
        {
            await exchange.SendAsync(answer);
            await exchange.CloseAsync();
        });
        (await acme.FailAsync()).Code.ShouldBe(code);
        acme.Server.Requests.Count.ShouldBe(1, "a generation is never silently run again");
    }

    [Fact]
    public void A_base_URL_or_header_that_cannot_be_used_is_refused_without_telling_a_secret()
    {
        OpenAIProviderOptions good = new() { Name = "acme", BaseUrl = new("https://host/v1") };
        OpenAIProviderOptions[] bad =
        [
            good with { BaseUrl = new("https://user:hunter22@host/v1") }, good with { BaseUrl = new("ftp://host") },
            good with { BaseUrl = new("/v1", UriKind.Relative) }, good with { ApiKey = "hunter22\n" },
            good with { Headers = new Dictionary<string, string> { ["X-Key"] = "hunter22\r\nX: y" } },
            good with { Headers = new Dictionary<string, string> { ["Content-Type"] = "hunter22" } },
            good with { Headers = new Dictionary<string, string> { ["a b"] = "hunter22" } },
        ];
        foreach (var options in bad)
            Should.Throw<ArgumentException>(() => new OpenAIProvider(options)).ToString().ShouldNotContain("hunter22");
        Should.NotThrow(() => new OpenAIProvider(good));
    }
}
