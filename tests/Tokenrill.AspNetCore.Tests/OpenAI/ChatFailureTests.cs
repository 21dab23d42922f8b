using System.Text.Json;
using Tokenrill.Options;

namespace Tokenrill.AspNetCore.Tests.OpenAI;

public sealed class ChatFailureTests : IDisposable
{
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    public static TheoryData<ErrorCode, string> Failures => new()
    {
        { ErrorCode.ProviderDisconnected, "server_error" },
        { ErrorCode.ProviderProtocol, "server_error" },
        { ErrorCode.ProviderRateLimited, "server_error" },
        { ErrorCode.ContextLengthExceeded, "invalid_request_error" },
        { ErrorCode.Internal, "server_error" },
    };

    [Theory, MemberData(nameof(Failures))]
    public async Task A_failure_is_an_error_with_its_id_and_no_DONE(ErrorCode code, string type)
    {
        var (generation, call) = await _engine.StartCallAsync();
        call.Accept().Text("par").Fail(code, "secret address 10.0.0.1");

        var stream = await Chunks.OfAsync(generation, includeUsage: true);

        var error = LastError(stream);
        error.GetProperty("code").GetString().ShouldBe(code.Info().Name);
        error.GetProperty("type").GetString().ShouldBe(type);
        error.GetProperty("param").ValueKind.ShouldBe(JsonValueKind.Null);
        error.GetProperty("message").GetString()!.ShouldMatch($"^{System.Text.RegularExpressions.Regex.Escape(code.Info().Message)} \\(err_[0-9a-f]+\\)$");
        stream.ShouldNotContain("10.0.0.1");
    }

    [Fact]
    public async Task A_stop_is_an_error_called_cancelled_and_no_DONE()
    {
        var (generation, call) = await _engine.StartCallAsync();
        call.Accept().Text("par");
        generation.Stop().ShouldBeTrue();

        LastError(await Chunks.OfAsync(generation)).GetRawText().ShouldBe(
            """{"message":"The answer was stopped before it was complete.","type":"conflict_error","param":null,"code":"cancelled"}""");
    }

    [Fact]
    public async Task A_newer_request_in_the_session_is_an_error_called_superseded_and_no_DONE()
    {
        var (generation, call) = await _engine.StartCallAsync(Requests.In("s-1"));
        call.Accept().Text("par");
        await _engine.StartCallAsync(Requests.In("s-1"));

        LastError(await Chunks.OfAsync(generation)).GetProperty("code").GetString().ShouldBe("superseded");
    }

    [Fact]
    public async Task A_server_that_stops_is_an_error_called_interrupted_and_no_DONE()
    {
        var (generation, call) = await _engine.StartCallAsync();
        call.Accept().Text("par").Usage(1, 1);
        await _engine.Service.ShutDownAsync(TestContext.Current.CancellationToken).InTime();

        var error = LastError(await Chunks.OfAsync(generation, includeUsage: true));
        error.GetProperty("code").GetString().ShouldBe("interrupted");
        error.GetProperty("type").GetString().ShouldBe("server_error");
    }

    [Fact]
    public async Task A_provider_that_ends_without_saying_why_is_no_DONE()
    {
        var (generation, call) = await _engine.StartCallAsync();
        call.Accept().Text("par").Return();

        LastError(await Chunks.OfAsync(generation)).GetProperty("code").GetString().ShouldBe("provider_disconnected");
    }

    [Fact]
    public async Task A_deadline_is_an_error_and_no_DONE()
    {
        var (generation, call) = await _engine.StartCallAsync();
        call.Accept().Text("par");
        _engine.Time.Advance(new DeadlineOptions().BetweenTokens + TimeSpan.FromSeconds(1));

        LastError(await Chunks.OfAsync(generation)).GetProperty("code").GetString().ShouldBe("between_tokens_timeout");
    }

    private static JsonElement LastError(string stream)
    {
        stream.ShouldNotContain("[DONE]");
        stream.ShouldNotContain("\"finish_reason\":\"");
        return JsonSerializer.Deserialize<JsonElement>(Chunks.Split(stream)[^1]).GetProperty("error");
    }
}
