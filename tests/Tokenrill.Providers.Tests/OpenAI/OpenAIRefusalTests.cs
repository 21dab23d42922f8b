using System.Globalization;
using Tokenrill.Providers.OpenAI;

namespace Tokenrill.Providers.Tests.OpenAI;

public sealed class OpenAIRefusalTests
{
    [Theory]
    [InlineData(400, """{"error":{"message":"no","type":"invalid_request_error","param":"x","code":null}}""", ErrorCode.ProviderRejected)]
    [InlineData(400, """{"error":{"message":"too much","code":"context_length_exceeded"}}""", ErrorCode.ContextLengthExceeded)]
    [InlineData(400, """{"object":"error","message":"This model's maximum context length is 4096 tokens. However, you requested 5000 tokens","type":"BadRequestError","code":400}""", ErrorCode.ContextLengthExceeded)]
    [InlineData(400, """{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}""", ErrorCode.ContextLengthExceeded)]
    [InlineData(400, """{"object":"error","message":"Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length","code":3051}""", ErrorCode.ContextLengthExceeded)]
    [InlineData(400, """{"error":{"message":"filtered","code":"content_filter","innererror":{}}}""", ErrorCode.ContentFiltered)]
    [InlineData(401, """{"error":{"message":"Incorrect API key provided"}}""", ErrorCode.ProviderRejected)]
    [InlineData(402, """{"error":{"message":"Insufficient balance"}}""", ErrorCode.ProviderRejected)]
    [InlineData(403, "", ErrorCode.ProviderRejected)]
    [InlineData(404, """{"detail":"Not Found"}""", ErrorCode.ProviderRejected)]
    [InlineData(301, "", ErrorCode.ProviderRejected)]
    [InlineData(408, "", ErrorCode.ProviderUnavailable)]
    [InlineData(413, "<html><body>413 Request Entity Too Large</body></html>", ErrorCode.ContextLengthExceeded)]
    [InlineData(413, """{"error":{"message":"tokens per minute","code":"rate_limit_exceeded"}}""", ErrorCode.ProviderRateLimited)]
    [InlineData(422, """{"detail":[{"loc":["body"],"msg":"field required"}]}""", ErrorCode.ProviderRejected)]
    [InlineData(429, """{"error":"slow down"}""", ErrorCode.ProviderRateLimited)]
    [InlineData(500, """{"error":{"message":"oops"}}""", ErrorCode.ProviderUnavailable)]
    [InlineData(502, "<html><body>Bad Gateway</body></html>", ErrorCode.ProviderUnavailable)]
    [InlineData(503, "[{\"error\":{\"message\":\"overloaded\"}}]", ErrorCode.ProviderUnavailable)]
    [InlineData(504, "\u0001\u0002", ErrorCode.ProviderUnavailable)]
    [InlineData(529, """{"error":{"type":"overloaded_error"}}""", ErrorCode.ProviderUnavailable)]
    public async Task A_refusal_is_one_of_our_codes_whatever_its_body(int status, string body, ErrorCode code)
    {
        await using var acme = new OpenAIServer(exchange => exchange.RespondAsync(status, "application/json", body));
        var failure = await acme.FailAsync();
        failure.Code.ShouldBe(code);
        failure.Message.ShouldContain(status.ToString(CultureInfo.InvariantCulture));
        failure.RetryAfter.ShouldBeNull();
        acme.Sink.Calls.ShouldBe(["connected"]);
    }

    [Theory]
    [InlineData("""{"error":{"message":"first\nsecond"}}""", "\"first second\"")]
    [InlineData("""{"error":"text"}""", "\"text\"")]
    [InlineData("""{"detail":"Not Found"}""", "\"Not Found\"")]
    [InlineData("<html>\r\n  <h1>Oops</h1>\r\n</html>", "\"<html> <h1>Oops</h1> </html>\"")]
    public async Task The_log_gets_what_the_provider_said_in_one_line(string body, string quoted)
    {
        await using var acme = new OpenAIServer(exchange => exchange.RespondAsync(400, "text/plain", body));
        (await acme.FailAsync()).Message.ShouldBe($"provider acme: it answered 400 {quoted}");
    }

    [Fact]
    public async Task A_wrong_key_says_which_provider_s_and_the_key_stands_in_no_text()
    {
        await using var acme = new OpenAIServer(exchange => exchange.RespondAsync(401, "application/json",
            $$$"""{"error":{"message":"Incorrect API key: {{{OpenAIServer.Key}}}, {{{new string(' ', 400)}}}{{{OpenAIServer.Key}}}"}}"""));
        var failure = await acme.FailAsync();
        failure.Message.ShouldContain("check the key of provider acme");
        failure.Message.ShouldContain("Incorrect API key: ***");
        failure.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_key_that_comes_back_in_the_stream_or_that_a_header_carries_stands_in_no_text()
    {
        await using var acme = new OpenAIServer(exchange => exchange.RespondAsync(200, "text/event-stream",
            OpenAIStreams.Events($$$"""{"error":{"message":"bad {{{OpenAIServer.Key}}} and header-secret-too"}}""")));
        using var provider = new OpenAIProvider(new()
        {
            Name = "acme", BaseUrl = acme.Server.Address, ApiKey = OpenAIServer.Key,
            Headers = new Dictionary<string, string> { ["api-key"] = "header-secret-too" },
        });
        var failure = await Should.ThrowAsync<ProviderException>(() => provider.StreamAsync(OpenAIServer.Request, acme.Sink, TestContext.Current.CancellationToken).Soon());
        failure.Message.ShouldContain("\"bad *** and ***\"");
        failure.ToString().ShouldNotContain("secret");
        acme.Server.Requests[0].Headers["api-key"].ShouldBe("header-secret-too");
    }

    [Theory]
    [InlineData("Retry-After: 7", 7)]
    [InlineData("Retry-After: Thu, 01 Jan 2026 00:01:30 GMT", 90)]
    [InlineData("Retry-After: Wed, 31 Dec 2025 00:00:00 GMT", 0)]
    [InlineData("Retry-After: soon", null)]
    public async Task The_wait_that_the_provider_asks_for_is_handed_on(string header, int? seconds)
    {
        await using var acme = new OpenAIServer(exchange => exchange.RespondAsync(429, "application/json", "{}", header + "\r\n"), new NewYear2026());
        (await acme.FailAsync()).RetryAfter.ShouldBe(seconds is { } wait ? TimeSpan.FromSeconds(wait) : null);
    }

    [Fact]
    public async Task An_error_whose_body_never_ends_is_read_to_its_limit()
    {
        var closed = new TaskCompletionSource();
        await using var acme = new OpenAIServer(async exchange =>
        {
            await exchange.SendHeadersAsync("text/plain", 500);
            await exchange.SendChunkAsync(new string('x', 100_000));
            await exchange.GoSilentAsync();
            closed.SetResult();
        });
        var failure = await acme.FailAsync();
        failure.Code.ShouldBe(ErrorCode.ProviderUnavailable);
        failure.Message.Length.ShouldBeLessThan(400);
        await closed.Task.Soon();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_error_whose_body_never_comes_is_still_that_error(bool breaks)
    {
        await using var acme = new OpenAIServer(async exchange =>
        {
            await exchange.SendHeadersAsync("application/json", 429);
            await (breaks ? exchange.CloseAsync() : exchange.GoSilentAsync());
        }, new ImpatientTime());
        (await acme.FailAsync()).Code.ShouldBe(ErrorCode.ProviderRateLimited);
    }

    private sealed class NewYear2026 : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
