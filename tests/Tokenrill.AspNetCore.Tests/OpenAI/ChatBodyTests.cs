using System.Text.Json;
using Tokenrill.Models;

namespace Tokenrill.AspNetCore.Tests.OpenAI;

public sealed class ChatBodyTests
{
    [Fact]
    public async Task An_answer_in_one_piece_has_everything()
    {
        await using var host = await ChatHost.StartAsync();
        host.Provider.OnCall = static call => call.Accept().Reasoning("hm ").Text("Hel").Reasoning("so").Text("lo").Usage(3, 4, 1).Finish(FinishReason.Length);

        using var response = await host.SendAsync(ChatHost.Body(stream: false));

        var id = response.Headers.GetValues("Tokenrill-Generation").Single()["gen_".Length..];
        var body = await ChatHost.TextAsync(response);
        var created = JsonSerializer.Deserialize<JsonElement>(body).GetProperty("created").GetInt64();
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json");
        body.ShouldBe(
            $"{{\"id\":\"chatcmpl-{id}\",\"object\":\"chat.completion\",\"created\":{created},\"model\":\"scripted/model\",\"choices\":[" +
            """{"index":0,"message":{"role":"assistant","content":"Hello","refusal":null,"reasoning_content":"hm so"},"logprobs":null,"finish_reason":"length"}],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":1,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}}""");
    }

    [Fact]
    public async Task Pieces_of_tool_calls_are_joined_and_content_is_null()
    {
        await using var host = await ChatHost.StartAsync();
        host.Provider.OnCall = static call => call.Accept()
            .ToolCall(0, "call_a", "search", "{\"q\":").ToolCall(1, "call_b", "clock", "{").ToolCall(0, "", "", "\"x\"}").ToolCall(1, "", "", "}")
            .Finish(FinishReason.ToolCalls);

        using var response = await host.SendAsync(ChatHost.Body(stream: false));

        var choice = JsonSerializer.Deserialize<JsonElement>(await ChatHost.TextAsync(response)).GetProperty("choices")[0];
        choice.GetRawText().ShouldBe(
            """{"index":0,"message":{"role":"assistant","content":null,"refusal":null,"tool_calls":[{"id":"call_a","type":"function","function":{"name":"search","arguments":"{\"q\":\"x\"}"}},{"id":"call_b","type":"function","function":{"name":"clock","arguments":"{}"}}]},"logprobs":null,"finish_reason":"tool_calls"}""");
    }

    [Fact]
    public async Task A_provider_that_counted_nothing_leaves_usage_out()
    {
        await using var host = await ChatHost.StartAsync();
        host.Provider.OnCall = static call => call.Accept().Text("Hi").Finish();

        using var response = await host.SendAsync(ChatHost.Body(stream: false));

        JsonSerializer.Deserialize<JsonElement>(await ChatHost.TextAsync(response)).TryGetProperty("usage", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task An_answer_that_broke_is_a_status_and_no_half_answer()
    {
        await using var host = await ChatHost.StartAsync();
        host.Provider.OnCall = static call => call.Accept().Text("half").Fail(ErrorCode.ProviderDisconnected);

        using var response = await host.SendAsync(ChatHost.Body(stream: false));

        ((int)response.StatusCode).ShouldBe(502);
        var error = await ChatHost.ErrorAsync(response);
        error.GetProperty("code").GetString().ShouldBe("provider_disconnected");
        error.GetRawText().ShouldNotContain("half");
    }
}
