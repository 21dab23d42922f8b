using System.Buffers;
using System.Text;
using System.Text.Json;
using Tokenrill.Providers.OpenAI;

namespace Tokenrill.Providers.Tests.OpenAI;

public sealed class OpenAIRequestWriterTests
{
    [Fact]
    public void Messages_keep_their_roles_parts_calls_and_names()
    {
        var json = Write(new()
        {
            Model = "m",
            Messages =
            [
                new(ChatRole.System, "be \"kind\" é漢😀"),
                new(ChatRole.User, "see") { Name = "ann", Parts = [new TextPart("see"), new ImagePart("https://x/i.png", "low"), new ImagePart("data:image/png;base64,AA==")] },
                new(ChatRole.Assistant, "") { Reasoning = "never sent", ToolCalls = [new("c1", "get", "{\"a\":1}")] },
                new(ChatRole.Tool, "42") { ToolCallId = "c1" },
                new(ChatRole.Assistant, "ok"),
            ],
        });
        json.ShouldBe("""{"model":"m","messages":[{"role":"system","content":"be \"kind\" é漢\uD83D\uDE00"},{"role":"user","name":"ann","content":[{"type":"text","text":"see"},{"type":"image_url","image_url":{"url":"https://x/i.png","detail":"low"}},{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}]},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"get","arguments":"{\"a\":1}"}}]},{"role":"tool","content":"42","tool_call_id":"c1"},{"role":"assistant","content":"ok"}],"stream":true,"stream_options":{"include_usage":true}}""");
    }

    [Fact]
    public void Every_setting_is_sent_and_further_members_as_the_client_wrote_them()
    {
        var json = Write(new()
        {
            Model = "m",
            Messages = [new(ChatRole.User, "x")],
            MaxTokens = 5,
            Temperature = 0.2,
            TopP = 0.9,
            Seed = -3,
            Stop = ["a", "b"],
            Tools = [new("f", "does", Json("""{"type":"object"}"""), true), new("g", null, null)],
            ToolChoice = Json("\"required\""),
            ResponseFormat = Json("""{"type":"json_object"}"""),
            Extra = new Dictionary<string, JsonElement>
            {
                ["top_k"] = Json("1.10"), ["metadata"] = Json("""{ "a" : "\u00e9" }"""), ["user"] = Json("null"),
                ["stream"] = Json("false"), ["temperature"] = Json("2"),
            },
        });
        json.ShouldEndWith(""","stream":true,"stream_options":{"include_usage":true},"max_tokens":5,"temperature":0.2,"top_p":0.9,"seed":-3,"stop":["a","b"],"tools":[{"type":"function","function":{"name":"f","description":"does","parameters":{"type":"object"},"strict":true}},{"type":"function","function":{"name":"g"}}],"tool_choice":"required","response_format":{"type":"json_object"},"top_k":1.10,"metadata":{ "a" : "\u00e9" },"user":null}""");
    }

    [Fact]
    public void The_limit_of_tokens_can_go_by_another_name() =>
        Write(new() { Model = "m", Messages = [], MaxTokens = 5 }, "max_completion_tokens").ShouldEndWith("\"max_completion_tokens\":5}");

    private static string Write(ModelRequest request, string maxTokensMember = "max_tokens")
    {
        var json = new ArrayBufferWriter<byte>();
        OpenAIRequestWriter.Write(json, request, maxTokensMember);
        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    private static JsonElement Json(string json) => JsonElement.Parse(json);
}
