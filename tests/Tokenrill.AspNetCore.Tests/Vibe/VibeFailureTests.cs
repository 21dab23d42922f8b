using System.Net;
using Tokenrill.AspNetCore.Tests.Native;
using Tokenrill.Generations;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Vibe;

public sealed class VibeFailureTests : NativeTest
{
    private const string Stream = "/api/stream-response";

    public VibeFailureTests()
    {
        Time = new FakeTime();
        Options.Deadlines = new();
    }

    public static TheoryData<string> Ends => ["provider", "fault", "connect", "first", "between", "stop", "shutdown"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task What_does_not_complete_ends_with_an_error_and_never_with_done(string end)
    {
        var page = new VibePage(Client);
        var asking = page.AskAsync("""{"prompt":"Hello"}""");
        var call = await Provider.NextCallAsync();
        var generation = Host.Engine.Active(new Caller("local", IsAdmin: true)).Single();
        if (end != "connect")
            call.Accept();
        if (end is not ("connect" or "first"))
            call.Text("Half");
        var message = await EndAsync(end, call, generation);
        await asking.InTime();

        (page.Error, page.IsDone, page.Text).ShouldBe((message, false, end is "connect" or "first" ? "" : "Half"));
        page.Lines[^1].EnumerateObject().Select(member => member.Name).ShouldBe(["error", "error_id"]);
        if (generation.Status == GenerationStatus.Failed)
            page.ErrorId!.ShouldStartWith("err_");
        else
            page.ErrorId.ShouldBe(generation.Id);
        await Host.Log.LineAsync(page.ErrorId!);
    }

    [Theory]
    [InlineData("{}", "prompt: is required, and must say something")]
    [InlineData("""{"prompt":" "}""", "prompt: is required, and must say something")]
    [InlineData("""{"prompt":7}""", "prompt: must be a string")]
    [InlineData("""{"prompt":"x","max_tokens":0}""", "max_tokens: must be at least 1")]
    [InlineData("""{"prompt":"x","temperature":3}""", "temperature: must be from 0 to 2")]
    [InlineData("""{"prompt":"x","enhancement_type":"stage3_safety"}""", "enhancement_type: must be full_specification, enhanced_prompt or rephrase")]
    [InlineData("""{"prompt":"x","task_type":"web"}""", "task_type: belongs to a request with enhancement_type: it says what the enhanced prompt is for")]
    [InlineData("""{"prompt":"x","enhancement_type":"rephrase","task_type":"{long}"}""", "task_type: must have at most 200 characters")]
    [InlineData("""{"prompt":"x","stream":false}""", "stream: is not known here; it was refused rather than ignored, because it may change what is meant")]
    [InlineData("[]", "The request body must be a JSON object.")]
    public async Task A_bad_request_is_400_and_says_what_would_be_right(string body, string message)
    {
        var (status, error) = await Client.CallAsync(Post(Stream, body.Replace("{long}", new string('x', 201), StringComparison.Ordinal)));

        (status, error.Text("error")).ShouldBe((400, message));
        error.Text("error_id")!.ShouldStartWith("err_");
        error.EnumerateObject().Count().ShouldBe(2);
        Provider.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_404_and_says_which_are() =>
        (await Client.CallAsync(Post(Stream, """{"prompt":"x","model":"no/model"}"""))).ShouldSatisfyAllConditions(
            answer => answer.Status.ShouldBe(404),
            answer => answer.Json.Text("error").ShouldBe("model: there is no \"no/model\"; give provider/model with one of the providers scripted, or one of the aliases default"));

    private async Task<string> EndAsync(string end, ScriptedCall call, Generation generation)
    {
        switch (end)
        {
            case "provider":
                call.Fail(ErrorCode.ProviderDisconnected, "secret detail");
                return "The model provider ended the stream before the answer was complete.";
            case "fault":
                call.Fail(new InvalidOperationException("secret detail"));
                return "Something went wrong on the server.";
            case "connect":
                Time!.Advance(TimeSpan.FromSeconds(10));
                return "The model provider could not be reached in time.";
            case "first":
                Time!.Advance(TimeSpan.FromSeconds(120));
                return "The model did not begin to answer in time.";
            case "between":
                Time!.Advance(TimeSpan.FromSeconds(30));
                return "The model stopped answering.";
            case "stop":
                (await Client.CallAsync(Post($"/v1/generations/{generation.Id}/stop"))).Status.ShouldBe(202);
                return "The answer was stopped before it was complete.";
            default:
                await Host.StopAsync().InTime();
                return "The server stopped while the answer was being written.";
        }
    }
}

public sealed class VibeAccessTests : NativeTest
{
    private const string Page = "http://localhost:3000", Stream = "/api/stream-response", Health = "/api/health";

    public VibeAccessTests()
    {
        Http = new() { Keys = [Ada], Cors = new() { Origins = [Page] } };
        Options.Limits.RequestsPerMinute = 1;
        Provider.OnCall = static call => call.Accept().Finish();
    }

    [Fact]
    public async Task Health_answers_while_everything_else_is_refused()
    {
        using var served = await Client.OpenAsync(Post(Stream, """{"prompt":"x"}""").As(Ada));
        served.StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var (request, status) in new[] { (Post(Stream, """{"prompt":"x"}""").As(Ada), 429), (Post(Stream, """{"prompt":"x"}"""), 401) })
        {
            var refused = await Client.CallAsync(request);
            refused.Status.ShouldBe(status);
            refused.Json.Text("error").ShouldNotBeNullOrEmpty();
            refused.Json.Text("error_id")!.ShouldStartWith("err_");
        }

        foreach (var request in new[] { Get(Health), Get(Health).As(Ada), Get(Health).With("Authorization", "Bearer wrong"), Get(Health).With("Host", "evil.example") })
        {
            using var response = await Client.OpenAsync(request);
            (response.StatusCode, response.Content.Headers.ContentType!.ToString()).ShouldBe((HttpStatusCode.OK, "application/json"));
            (await response.TextAsync()).ShouldBe("""{"status":"healthy","service":"tokenrill"}""");
        }
    }

    [Fact]
    public async Task A_page_is_named_exactly_once()
    {
        using var preflight = await Client.OpenAsync(new HttpRequestMessage(HttpMethod.Options, Stream)
            .With("Origin", Page).With("Access-Control-Request-Method", "POST").With("Access-Control-Request-Headers", "content-type"));
        using var refused = await Client.OpenAsync(Post(Stream, "{}").With("Origin", Page).As(Ada));
        using var health = await Client.OpenAsync(Get(Health).With("Origin", Page));

        (preflight.StatusCode, refused.StatusCode, health.StatusCode).ShouldBe((HttpStatusCode.NoContent, HttpStatusCode.BadRequest, HttpStatusCode.OK));
        foreach (var response in new[] { preflight, refused, health })
            response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([Page]);
    }
}
