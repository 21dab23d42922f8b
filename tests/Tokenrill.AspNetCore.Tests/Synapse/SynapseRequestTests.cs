using Tokenrill.AspNetCore.Tests.Native;
using Tokenrill.Models;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Synapse;

public sealed class SynapseRequestTests : SynapseTest
{
    private const string Hi = """{"role":"user","content":"Hi"}""";

    [Fact]
    public async Task The_whole_conversation_reaches_the_model_that_was_named()
    {
        using var response = await ChatAsync("""{"model":"scripted/other","stream":true,"conversation":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi","timestamp":"12:00"},{"role":"assistant","content":"Hello"},{"role":"user","content":"And?"}]}""");
        var call = await Provider.NextCallAsync();

        call.Request.Model.ShouldBe("other");
        call.Request.Messages.Select(message => (message.Role, message.Content)).ShouldBe(
            [(ChatRole.System, "Be brief."), (ChatRole.User, "Hi"), (ChatRole.Assistant, "Hello"), (ChatRole.User, "And?")]);
    }

    [Fact]
    public async Task Without_stream_the_answer_is_one_piece_and_null_is_absent()
    {
        Provider.OnCall = static call => call.Accept().Text("Hi").Finish();

        (await Client.CallAsync(Post("/chat", $$"""{"conversation":[{{Hi}}],"stream":null,"model":null}"""))).Json.Text("message").ShouldBe("Hi");
    }

    [Theory]
    [InlineData("", "The request needs a JSON body.")]
    [InlineData("{\"conversation\":", "The request body: is not valid JSON")]
    [InlineData("[]", "The request body must be a JSON object.")]
    [InlineData("{}", "conversation: is required")]
    [InlineData("{\"conversation\":null}", "conversation: is required")]
    [InlineData("{\"conversation\":[]}", "conversation: must hold at least one message")]
    [InlineData("{\"conversation\":\"Hi\"}", "conversation: must be an array")]
    [InlineData("{\"conversation\":[\"Hi\"]}", "conversation[0]: must be an object")]
    [InlineData("{\"conversation\":[{\"content\":\"Hi\"}]}", "conversation[0].role: is required")]
    [InlineData("{\"conversation\":[" + Hi + ",{\"role\":\"tool\",\"content\":\"Hi\"}]}", "conversation[1].role: must be system, user or assistant")]
    [InlineData("{\"conversation\":[{\"role\":7,\"content\":\"Hi\"}]}", "conversation[0].role: must be a string")]
    [InlineData("{\"conversation\":[{\"role\":\"user\"}]}", "conversation[0].content: is required")]
    [InlineData("{\"conversation\":[{\"role\":\"user\",\"content\":7}]}", "conversation[0].content: must be a string or an array of parts")]
    [InlineData("{\"conversation\":[" + Hi + "],\"stream\":\"yes\"}", "stream: must be true or false")]
    [InlineData("{\"conversation\":[" + Hi + "],\"model\":7}", "model: must be a string")]
    [InlineData("{\"conversation\":[" + Hi + "],\"temperature\":1}", "temperature: is not known here")]
    [InlineData("{\"conversation\":[" + Hi + "],\"stream\":true,\"stream\":true}", "is there twice")]
    public async Task A_bad_request_is_told_what_was_wrong_and_where(string body, string message)
    {
        using var response = await ChatAsync(body);

        ((int)response.StatusCode).ShouldBe(400);
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json");
        var json = await response.JsonAsync();
        json.EnumerateObject().Select(member => member.Name).ShouldBe(["error", "message"]);
        json.Text("error").ShouldBe("invalid_request");
        json.Text("message")!.ShouldContain(message);
        Provider.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_not_found()
    {
        var (status, json) = await Client.CallAsync(Post("/chat", Body(stream: true, ",\"model\":\"nowhere/model\"")));

        (status, json.Text("error")).ShouldBe((404, "not_found"));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_told_the_limit()
    {
        Options.Limits.RequestBytes = 2000;

        using var response = await ChatAsync($$"""{"conversation":[{"role":"user","content":"{{new string('x', 2000)}}"}]}""");

        ((int)response.StatusCode).ShouldBe(413);
        (await response.TextAsync()).ShouldBe("""{"error":"request_too_large","message":"The request body is larger than 2000 bytes."}""");
    }

    [Fact]
    public async Task A_fault_of_ours_before_anything_was_asked_has_an_id_that_leads_to_the_log()
    {
        Provider.Support = static _ => throw new InvalidOperationException("secret detail");

        var (status, json) = await Client.CallAsync(Post("/chat", Body(stream: true)));

        status.ShouldBe(500);
        json.GetRawText().ShouldBe($$"""{"error":"internal","message":"Something went wrong on the server.","error_id":"{{json.Text("error_id")}}"}""");
        var engineId = (await Host.Log.LineAsync($"{json.Text("error_id")} is "))[(json.Text("error_id")!.Length + 4)..];
        (await Host.Log.LineAsync($"{engineId} internal POST /chat")).ShouldContain("secret detail");
    }
}

public sealed class SynapseKeyTests : SynapseTest
{
    public SynapseKeyTests()
    {
        Http = new() { Keys = [Ada] };
        Options.Limits.RequestsPerMinute = 1;
    }

    [Fact]
    public async Task Without_a_key_and_with_too_many_requests_the_shape_is_the_same()
    {
        Provider.OnCall = static call => call.Accept().Text("Hi").Finish();

        using var unknown = await ChatAsync(Body(stream: true));
        using var first = await Client.OpenAsync(Post("/chat", Body(stream: false)).As(Ada));
        using var second = await Client.OpenAsync(Post("/chat", Body(stream: false)).As(Ada));

        ((int)unknown.StatusCode).ShouldBe(401);
        (await unknown.TextAsync()).ShouldBe("""{"error":"unauthorized","message":"A valid API key is needed."}""");
        ((int)first.StatusCode).ShouldBe(200);
        ((int)second.StatusCode).ShouldBe(429);
        second.Headers.RetryAfter.ShouldNotBeNull();
        (await second.TextAsync()).ShouldBe("""{"error":"rate_limited","message":"Too many requests; try again later."}""");
    }
}

public sealed class SynapseCorsTests : SynapseTest
{
    private const string Page = "http://localhost:3000";

    public SynapseCorsTests() => Http = new() { Cors = new() { Origins = [Page] } };

    [Fact]
    public async Task A_preflight_as_the_page_sends_it_gets_what_it_needs()
    {
        using var response = await Client.OpenAsync(new HttpRequestMessage(HttpMethod.Options, "/chat")
            .With("Origin", Page).With("Access-Control-Request-Method", "POST").With("Access-Control-Request-Headers", "Content-Type, Cache-Control, X-Requested-With"));

        ((int)response.StatusCode).ShouldBe(204);
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([Page]);
        response.Headers.GetValues("Access-Control-Allow-Methods").Single().ShouldContain("POST");
        foreach (var header in new[] { "Content-Type", "Cache-Control", "X-Requested-With" })
            response.Headers.GetValues("Access-Control-Allow-Headers").Single().ShouldContain(header);
    }

    [Theory]
    [InlineData("{\"conversation\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"stream\":true}", 200)]
    [InlineData("{\"conversation\":[{\"role\":\"user\",\"content\":\"Hi\"}]}", 200)]
    [InlineData("{\"conversation\":[]}", 400)]
    public async Task Every_answer_names_the_page_exactly_once(string body, int status)
    {
        Provider.OnCall = static call => call.Accept().Text("Hi").Finish();

        using var response = await ChatAsync(body, ("Origin", Page));

        ((int)response.StatusCode).ShouldBe(status);
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([Page]);
    }

    [Fact]
    public async Task A_page_that_was_not_invited_is_named_nowhere_and_starts_nothing()
    {
        using var preflight = await Client.OpenAsync(new HttpRequestMessage(HttpMethod.Options, "/chat").With("Origin", "https://evil.example").With("Access-Control-Request-Method", "POST"));
        using var response = await ChatAsync(Body(stream: true), ("Origin", "https://evil.example"));

        preflight.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        response.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        ((int)response.StatusCode).ShouldBe(403);
        (await response.JsonAsync()).Text("error").ShouldBe("forbidden");
        Provider.Calls.ShouldBeEmpty();
    }
}
