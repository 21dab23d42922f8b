using System.Buffers;
using System.Text;
using System.Text.Json;
using Tokenrill.Providers.Ollama;

namespace Tokenrill.Providers.Tests.Ollama;

public sealed class OllamaRequestTests
{
    private static readonly ModelRequest Plain = new() { Model = "m", Messages = [new(ChatRole.User, "hi")] };

    [Fact]
    public void Messages_are_in_Ollama_s_shape()
    {
        var json = Write(Plain with
        {
            Messages =
            [
                new(ChatRole.User, "see") { Parts = [new TextPart("see"), new ImagePart("data:image/png;base64,AA==")] },
                new(ChatRole.Assistant, "") { Reasoning = "hm", ToolCalls = [new("call_0", "get", "{\"a\": 1.0}")] },
                new(ChatRole.Tool, "42") { ToolCallId = "call_0" },
            ],
        });
        json.ShouldBe("""{"model":"m","messages":[{"role":"user","content":"see","images":["AA=="]},{"role":"assistant","content":"","thinking":"hm","tool_calls":[{"id":"call_0","function":{"name":"get","arguments":{"a": 1.0}}}]},{"role":"tool","content":"42","tool_call_id":"call_0","tool_name":"get"}],"stream":true,"options":{}}""");
    }

    [Fact]
    public void Settings_go_into_the_options()
    {
        var json = Write(Plain with
        {
            MaxTokens = 5, Temperature = 0.2, TopP = 0.9, Seed = 3, Stop = ["a"],
            Tools = [new("f", null, null)],
            Extra = Extra(("top_k", "40"), ("min_p", "0.10"), ("num_ctx", "8192"), ("presence_penalty", "null"), ("repeat_penalty", "1.1"), ("reasoning_effort", "\"high\"")),
        });
        json.ShouldEndWith(""","tools":[{"type":"function","function":{"name":"f"}}],"think":"high","options":{"num_predict":5,"temperature":0.2,"top_p":0.9,"seed":3,"stop":["a"],"top_k":40,"min_p":0.10,"num_ctx":8192,"repeat_penalty":1.1}}""");
    }

    [Theory]
    [InlineData("none", "\"think\":false")]
    [InlineData("minimal", "\"think\":\"low\"")]
    [InlineData("medium", "\"think\":\"medium\"")]
    public void Effort_becomes_think(string effort, string think) =>
        Write(Plain with { Extra = Extra(("reasoning_effort", $"\"{effort}\"")) }).ShouldContain(think);

    [Theory]
    [InlineData("""{"type":"json_object"}""", "\"format\":\"json\",")]
    [InlineData("""{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}}""", "\"format\":{\"type\":\"object\"},")]
    [InlineData("""{"type":"text"}""", "")]
    public void A_response_format_becomes_Ollama_s(string format, string expected) =>
        Write(Plain with { ResponseFormat = JsonElement.Parse(format) }).ShouldEndWith($"\"stream\":true,{expected}\"options\":{{}}}}");

    [Fact]
    public void No_tools_are_offered_when_none_may_be_called() =>
        Write(Plain with { Tools = [new("f", null, null)], ToolChoice = JsonElement.Parse("\"none\"") }).ShouldNotContain("tools");

    public static TheoryData<string, ModelRequest> Refused => new()
    {
        { "tool_choice", Plain with { ToolChoice = JsonElement.Parse("\"required\"") } },
        { "tool_choice", Plain with { ToolChoice = JsonElement.Parse("""{"type":"function","function":{"name":"f"}}""") } },
        { "response_format.type", Plain with { ResponseFormat = JsonElement.Parse("""{"type":"grammar"}""") } },
        { "response_format.type", Plain with { ResponseFormat = JsonElement.Parse("7") } },
        { "response_format.json_schema.schema", Plain with { ResponseFormat = JsonElement.Parse("""{"type":"json_schema"}""") } },
        { "logit_bias", Plain with { Extra = Extra(("logit_bias", "{}")) } },
        { "top_k", Plain with { Extra = Extra(("top_k", "\"many\"")) } },
        { "reasoning_effort", Plain with { Extra = Extra(("reasoning_effort", "3")) } },
        { "messages[1].content[0].image_url", Plain with { Messages = [new(ChatRole.User, "x"), new(ChatRole.User, "") { Parts = [new ImagePart("https://x/y.png")] }] } },
        { "messages[0].content[0].image_url", Plain with { Messages = [new(ChatRole.User, "") { Parts = [new ImagePart("data:text/plain,hello")] }] } },
        { "messages[0].name", Plain with { Messages = [new(ChatRole.User, "x") { Name = "ann" }] } },
        { "messages[0].tool_calls[0].function.arguments", Plain with { Messages = [new(ChatRole.Assistant, "") { ToolCalls = [new("c", "f", "{\"a\":")] }] } },
    };

    [Theory, MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void What_Ollama_cannot_do_is_refused_by_name(string field, ModelRequest request)
    {
        using var provider = new OllamaProvider(new() { Name = "ollama", BaseUrl = new("http://127.0.0.1:1") });
        var refusal = Should.Throw<TokenrillException>(() => provider.EnsureSupported(request));
        (refusal.Code, refusal.Field).ShouldBe((ErrorCode.InvalidRequest, field));
    }

    private static string Write(ModelRequest request)
    {
        Should.NotThrow(() => OllamaSupport.Ensure(request));
        var json = new ArrayBufferWriter<byte>();
        OllamaRequestWriter.Write(json, request);
        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    private static Dictionary<string, JsonElement> Extra(params (string Name, string Json)[] members) =>
        members.ToDictionary(member => member.Name, member => JsonElement.Parse(member.Json));
}
