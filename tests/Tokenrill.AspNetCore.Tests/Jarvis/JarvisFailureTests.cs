using Tokenrill.AspNetCore.Tests.Native;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Jarvis;

public sealed class JarvisFailureTests : NativeTest
{
    private const string Stream = "/api/sessions/s/stream";

    public JarvisFailureTests()
    {
        Time = new FakeTime();
        Options.Deadlines = new();
        Http = new() { Cors = { Origins = ["http://localhost:5173"] } };
    }

    [Theory]
    [InlineData(10, 0, "connect_timeout", "")]
    [InlineData(120, 1, "first_token_timeout", "")]
    [InlineData(30, 2, "between_tokens_timeout", "Half")]
    public async Task A_deadline_ends_the_stream_with_its_own_error(int seconds, int step, string type, string text)
    {
        var (page, call, asking) = await AskAsync();
        if (step > 0)
            call.Accept();
        if (step > 1)
        {
            call.Text(text);
            await page.ShownAsync(text);
        }
        Time!.Advance(TimeSpan.FromSeconds(seconds));
        await asking.InTime();

        await CheckAsync(page, type, text);
        await call.Cancelled.InTime();
    }

    [Fact]
    public async Task The_total_deadline_ends_an_answer_that_goes_on_and_on()
    {
        var (page, call, asking) = await AskAsync();
        call.Accept();
        for (var i = 0; i < 30; i++)
        {
            call.Text("x");
            Time!.Advance(TimeSpan.FromSeconds(20));
        }
        await asking.InTime();

        await CheckAsync(page, "total_timeout", new string('x', 30));
    }

    [Theory]
    [InlineData(ErrorCode.ProviderDisconnected, "provider_disconnected")]
    [InlineData(ErrorCode.ProviderProtocol, "provider_protocol")]
    [InlineData(ErrorCode.ProviderUnavailable, "provider_unavailable")]
    public async Task A_provider_that_breaks_is_an_error_that_is_safe_to_show(ErrorCode code, string type)
    {
        var (page, call, asking) = await AskAsync();
        call.Accept().Text("Half");
        call.Fail(code, "secret detail");
        await asking.InTime();

        await CheckAsync(page, type, "Half");
        page.Error.ShouldBe(code.Info().Message);
    }

    [Fact]
    public async Task Without_a_stream_the_answer_is_one_document()
    {
        using var response = await OpenLaterAsync("""{"prompt":"Hello","stream":false}""", call => call.Accept().Text("Hi").Finish());
        var answer = await response.JsonAsync();

        answer.EnumerateObject().Select(member => member.Name).ShouldBe(["trace_id", "stream_id", "text", "content", "reason"]);
        (answer.Text("text"), answer.Text("content"), answer.Text("reason")).ShouldBe(("Hi", "Hi", "success"));
        answer.Text("stream_id").ShouldBe(response.Generation());
    }

    [Fact]
    public async Task Without_a_stream_a_failure_has_its_status()
    {
        using var response = await OpenLaterAsync("""{"prompt":"Hello","stream":false}""", call => call.Fail(ErrorCode.ProviderUnavailable, "secret detail"));
        var error = await response.JsonAsync();

        ((int)response.StatusCode).ShouldBe(502);
        (error.Text("type"), error.Text("error_type")).ShouldBe(("error", "provider_unavailable"));
        await Host.Log.LineAsync($"error={error.Text("error_id")}");
    }

    [Theory]
    [InlineData("""{}""", "prompt: is required")]
    [InlineData("""{"prompt":" "}""", "prompt: is required")]
    [InlineData("""{"prompt":1}""", "prompt: must be a string")]
    [InlineData("""{"prompt":"x","stream":"yes"}""", "stream: must be true or false")]
    [InlineData("""{"prompt":"x","model":"nobody/x"}""", "model: there is no \"nobody/x\"")]
    [InlineData("""{"prompt":"x","temprature":1}""", "temprature: is not known here")]
    [InlineData("""{"prompt":""", "is not valid JSON")]
    [InlineData("""[]""", "must be a JSON object")]
    public async Task A_bad_request_is_told_what_was_wrong(string body, string what)
    {
        var (status, error) = await Client.CallAsync(Post(Stream, body));

        status.ShouldBe(body.Contains("nobody", StringComparison.Ordinal) ? 404 : 400);
        error.Text("type").ShouldBe("error");
        error.Text("error")!.ShouldContain(what);
        error.Text("error_id")!.ShouldStartWith("err_");
        Provider.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_session_name_that_is_too_long_is_refused() =>
        (await Client.CallAsync(Post($"/api/sessions/{new string('s', 129)}/stream", """{"prompt":"x"}"""))).Json.Text("error")!.ShouldContain("session: must be 1 to 128 characters");

    [Fact]
    public async Task A_page_of_an_allowed_origin_may_ask_and_is_told_so_once()
    {
        using var preflight = await Client.OpenAsync(new HttpRequestMessage(HttpMethod.Options, Stream)
            .With("Origin", "http://localhost:5173").With("Access-Control-Request-Method", "POST").With("Access-Control-Request-Headers", "content-type"));
        ((int)preflight.StatusCode).ShouldBe(204);
        preflight.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["http://localhost:5173"]);
        preflight.Headers.GetValues("Access-Control-Allow-Headers").Single().ShouldContain("content-type", Case.Insensitive);
        using var response = await Client.OpenAsync(Post(Stream, """{"prompt":"x"}""").With("Origin", "http://localhost:5173"));

        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["http://localhost:5173"]);
        (await Provider.NextCallAsync()).Accept().Finish();
    }

    private async Task<(JarvisPage Page, ScriptedCall Call, Task Asking)> AskAsync()
    {
        using var page = new JarvisPage(Client, "s");
        var asking = page.AskAsync("Hello");
        await page.Thinking;
        return (page, await Provider.NextCallAsync(), asking);
    }

    private async Task<HttpResponseMessage> OpenLaterAsync(string body, Action<ScriptedCall> answer)
    {
        var opening = Client.OpenAsync(Post(Stream, body));
        answer(await Provider.NextCallAsync());
        return await opening;
    }

    /// <summary>The last line is the error and nothing looks complete; its id leads into the log, which alone has the details.</summary>
    private async Task CheckAsync(JarvisPage page, string type, string text)
    {
        var last = page.Lines[^1];
        (last.Text("type"), last.Text("error_type")).ShouldBe(("error", type));
        page.Text.ShouldBe(text);
        page.Reason.ShouldBeNull();
        page.Statuses.ShouldBe(["thinking"]);
        page.Error!.ShouldNotContain("secret");
        await Host.Log.LineAsync($"error={last.Text("error_id")} code={type}");
    }
}
