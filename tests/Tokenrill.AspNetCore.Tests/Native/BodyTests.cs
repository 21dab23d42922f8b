using System.Text;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Native;

public sealed class BodyTests : NativeTest
{
    [Theory]
    [InlineData("""{"prompt":"x","foo":1}""", "foo")]
    [InlineData("""{"prompt":"x","deadlines":{"foo":1}}""", "deadlines.foo")]
    [InlineData("""{"prompt":"x","presence_penalty":1}""", "presence_penalty")]
    [InlineData("""{"prompt":"x","prompt":"y"}""", "prompt")]
    [InlineData("""{"prompt":7}""", "prompt")]
    [InlineData("""{"prompt":"x","max_tokens":"7"}""", "max_tokens")]
    [InlineData("""{"prompt":"x","max_tokens":0}""", "max_tokens")]
    [InlineData("""{"prompt":"x","max_tokens":1.5}""", "max_tokens")]
    [InlineData("""{"prompt":"x","temperature":2.1}""", "temperature")]
    [InlineData("""{"prompt":"x","top_p":-1}""", "top_p")]
    [InlineData("""{"prompt":"x","stop":"a"}""", "stop")]
    [InlineData("""{"prompt":"x","stop":[""]}""", "stop")]
    [InlineData("""{"prompt":"x","session":""}""", "session")]
    [InlineData("""{"prompt":"x","on_busy":"wait"}""", "on_busy")]
    [InlineData("""{"prompt":"x","on_disconnect":"stop"}""", "on_disconnect")]
    [InlineData("""{"prompt":"x","idempotency_key":""}""", "idempotency_key")]
    [InlineData("""{"prompt":"x","deadlines":{"total":0}}""", "deadlines.total")]
    [InlineData("""{"prompt":"x","deadlines":{"total":1e300}}""", "deadlines.total")]
    [InlineData("""{"prompt":"x","deadlines":{"total":86400}}""", "deadlines.total")]
    [InlineData("""{"prompt":"x","metadata":{"a":null}}""", "metadata.a")]
    [InlineData("""{"prompt":"x","metadata":{"a":1}}""", "metadata.a")]
    [InlineData("""{"prompt":"x","response_format":"json"}""", "response_format")]
    [InlineData("""{"prompt":"x","tool_choice":1}""", "tool_choice")]
    [InlineData("""{"prompt":"x","messages":[{"role":"user","content":"y"}]}""", "prompt")]
    [InlineData("""{"messages":[{"role":"user","content":"y"}],"system":"z"}""", "system")]
    [InlineData("""{}""", "messages")]
    [InlineData("""{"messages":[]}""", "messages")]
    [InlineData("""{"messages":"x"}""", "messages")]
    [InlineData("""{"messages":["x"]}""", "messages[0]")]
    [InlineData("""{"messages":[{"content":"x"}]}""", "messages[0].role")]
    [InlineData("""{"messages":[{"role":"user"}]}""", "messages[0].content")]
    [InlineData("""{"messages":[{"role":"user","content":"x"},{"role":"robot","content":"x"}]}""", "messages[1].role")]
    [InlineData("""{"messages":[{"role":"user","content":"x","foo":1}]}""", "messages[0].foo")]
    [InlineData("""{"messages":[{"role":"user","content":7}]}""", "messages[0].content")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"audio"}]}]}""", "messages[0].content[0].type")]
    [InlineData("""{"messages":[{"role":"assistant","content":[{"type":"image_url","image_url":{"url":"https://a.example/b.png"}}]}]}""", "messages[0].content[0].type")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"file:///etc/passwd"}}]}]}""", "messages[0].content[0].image_url.url")]
    [InlineData("""{"messages":[{"role":"user","content":"x","tool_calls":[]}]}""", "messages[0].tool_calls")]
    [InlineData("""{"messages":[{"role":"assistant","tool_calls":[{"id":"a","function":{}}]}]}""", "messages[0].tool_calls[0].function.name")]
    [InlineData("""{"messages":[{"role":"tool","content":"x"}]}""", "messages[0].tool_call_id")]
    [InlineData("""{"messages":[{"role":"user","content":"\ud800"}]}""", "messages[0].content")]
    [InlineData("""{"messages":[{"role":"\ud800","content":"x"}]}""", "messages[0].role")]
    [InlineData("""{"prompt":"\ud800"}""", "prompt")]
    [InlineData("""{"prompt":"x","tools":[{"type":"web_search"}]}""", "tools[0].type")]
    [InlineData("""{"prompt":"x","tools":[{"type":"function","function":{"name":"a","parameters":[]}}]}""", "tools[0].function.parameters")]
    [InlineData("""{"prompt":"x","model":"nobody/model"}""", "model")]
    public async Task A_body_that_is_wrong_is_refused_by_the_name_of_what_is_wrong(string body, string field)
    {
        var (status, problem) = await Client.CallAsync(Post("/v1/generations", body));

        problem.Text("field").ShouldBe(field, problem.ToString());
        status.ShouldBe(field == "model" ? 404 : 400);
        problem.Text("code").ShouldBe(field == "model" ? "not_found" : "invalid_request");
        problem.Text("detail")!.ShouldStartWith(field);
        problem.ToString().ShouldNotContain("Tokenrill.");
        problem.ToString().ShouldNotContain("System.");
        Provider.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("{")]
    [InlineData("""{"prompt":"x"}{}""")]
    [InlineData("""{"prompt":"x",}""")]
    public async Task A_body_that_is_no_json_object_is_refused(string body)
    {
        var (status, problem) = await Client.CallAsync(Post("/v1/generations", body));

        (status, problem.Text("code")).ShouldBe((400, "invalid_request"));
        problem.ToString().ShouldNotContain("System.");
    }

    [Fact]
    public async Task A_body_that_is_not_utf8_is_refused_wherever_the_bad_byte_stands()
    {
        var request = Post("/v1/generations");
        request.Content = new ByteArrayContent([.. """{"prompt":"x","response_format":{"a":"""u8, (byte)'"', 0xFF, .. "\"}}"u8]);

        var (status, problem) = await Client.CallAsync(request);

        (status, problem.Text("detail")).ShouldBe((400, "The request body is not UTF-8."));
    }

    [Fact]
    public async Task A_byte_order_mark_does_not_matter()
    {
        await Client.StartLaterAsync("\uFEFF" + Hello);

        (await Provider.NextCallAsync()).Request.Messages.Single().Content.ShouldBe("Hello");
    }

    [Fact]
    public async Task A_client_that_keeps_its_body_back_until_it_is_asked_for_it_is_asked()
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, Expect100ContinueTimeout = Timeout.InfiniteTimeSpan }) { BaseAddress = Host.BaseAddress };
        var request = Post("/v1/generations", Hello).With("Prefer", "respond-async");
        request.Headers.ExpectContinue = true;

        (await client.CallAsync(request)).Status.ShouldBe(202);
    }

    [Fact]
    public async Task A_refusal_of_the_provider_comes_before_anything_is_started()
    {
        Provider.Support = static _ => throw TokenrillException.Invalid("tools", "scripted knows no tools");

        var (status, problem) = await Client.CallAsync(Post("/v1/generations", Hello));

        (status, problem.Text("field")).ShouldBe((400, "tools"));
        Host.Residue.ShouldBe(0);
    }
}

public sealed class BodySizeTests : NativeTest
{
    public BodySizeTests() => Options.Limits.RequestBytes = 1024;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_is_too_large_is_refused_however_it_is_sent(bool chunked)
    {
        var request = Post("/v1/generations", $$"""{"prompt":"{{new string('x', 2000)}}"}""");
        request.Headers.TransferEncodingChunked = chunked;

        var (status, problem) = await Client.CallAsync(request);

        (status, problem.Text("code")).ShouldBe((413, "request_too_large"));
    }

    [Fact]
    public async Task A_body_of_just_the_size_is_taken()
    {
        var body = """{"prompt":""}""";
        await Client.StartLaterAsync(body.Replace("\"\"", $"\"{new string('x', 1024 - Encoding.UTF8.GetByteCount(body))}\"", StringComparison.Ordinal));

        Provider.Calls.Count.ShouldBe(1);
    }
}
