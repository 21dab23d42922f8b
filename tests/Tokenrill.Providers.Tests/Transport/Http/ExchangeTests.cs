using System.Text;
using Tokenrill.Providers.Tests.OpenAI;

namespace Tokenrill.Providers.Tests.Transport.Http;

public sealed class ExchangeTests
{
    private static readonly string Answer = OpenAIStreams.Events(OpenAIStreams.Text("Hello")) + OpenAIServer.Stop;

    public static TheoryData<string> Responses =>
    [
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + InChunks(1) + "0\r\n\r\n",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n" + InChunks(7).Replace("\r\n", "\n", StringComparison.Ordinal) + "0\n\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + InChunks(1000) + "0;ext=1\r\nTrailer: x\r\n\r\n",
        $"HTTP/1.1 200 OK\r\nContent-Length: {Answer.Length}\r\n\r\n{Answer}",
        $"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: {Answer.Length}\r\n\r\n{Answer}",
        $"HTTP/1.0 200 OK\r\n\r\n{Answer}",
        $"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{Answer}",
        $"HTTP/1.1 200 OK\r\nX-Long: {new string('x', 40_000)}\r\nContent-Length: {Answer.Length}\r\n\r\n{Answer}",
    ];

    [Theory]
    [MemberData(nameof(Responses))]
    public async Task An_answer_arrives_in_every_framing_whole_or_in_small_pieces(string response)
    {
        foreach (var piece in new[] { response.Length, 97, response.Length > 10_000 ? 1000 : 1 })
        {
            await using var acme = new OpenAIServer(async exchange =>
            {
                foreach (var part in Encoding.ASCII.GetBytes(response).Chunk(piece))
                    await exchange.SendAsync(part);
                await exchange.CloseAsync();
            });
            await acme.StreamAsync();
            acme.Sink.Calls.ShouldBe(["connected", "accepted", "text:Hello", "finish:Stop"]);
        }
    }

    [Fact]
    public async Task A_connection_that_the_server_closes_is_not_waited_on_for_the_next_request()
    {
        await using var acme = new OpenAIServer(exchange => exchange.RespondAsync(200, "text/event-stream", Answer, "Connection: close\r\n"));
        await acme.StreamAsync();
        await acme.StreamAsync();
        acme.Server.AcceptedConnections.ShouldBe(2);
    }

    [Fact]
    public async Task A_request_that_a_used_connection_has_taken_is_not_sent_again()
    {
        var isFirst = true;
        await using var acme = new OpenAIServer(async exchange =>
        {
            if (isFirst)
                await exchange.RespondAsync(200, "text/event-stream", Answer);
            else
                await exchange.CloseAsync();
            isFirst = false;
        });
        await acme.StreamAsync();
        (await acme.FailAsync()).Code.ShouldBe(ErrorCode.ProviderUnavailable);
        (acme.Server.AcceptedConnections, acme.Server.Requests.Count).ShouldBe((1, 2));
    }

    [Fact]
    public async Task A_list_and_a_refusal_leave_the_connection_for_the_next_request()
    {
        await using var acme = new OpenAIServer(exchange => exchange.Request.Method == "GET"
            ? exchange.RespondAsync(200, "application/json", "[]")
            : exchange.RespondAsync(429, "application/json", "{}"));
        for (var i = 0; i < 2; i++)
        {
            (await acme.Provider.ListModelsAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
            (await acme.FailAsync()).Code.ShouldBe(ErrorCode.ProviderRateLimited);
        }
        acme.Server.AcceptedConnections.ShouldBe(1);
    }

    [Fact]
    public async Task What_follows_a_complete_response_costs_the_connection_and_is_no_answer_to_the_next_request()
    {
        await using var acme = new OpenAIServer(exchange => exchange.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Answer.Length}\r\n\r\n{Answer}HTTP/1.1 500 Smuggled\r\n\r\n"));
        await acme.StreamAsync();
        await acme.StreamAsync();
        acme.Server.AcceptedConnections.ShouldBe(2);
    }

    private static string InChunks(int length) =>
        string.Concat(Answer.Chunk(length).Select(chunk => $"{chunk.Length:x}\r\n{new string(chunk)}\r\n"));
}
