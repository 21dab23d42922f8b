using System.Text;
using Tokenrill.Providers.Ollama;

namespace Tokenrill.Providers.Tests.Ollama;

public sealed class OllamaAnswerDecoderTests
{
    private const string Done = """{"model":"m","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","total_duration":5,"prompt_eval_count":11,"eval_count":22}""";

    private static readonly Dictionary<string, StreamCase> Streams = new()
    {
        ["Ollama"] = new(Lines(Text("Hel"), Text("lo"), Done), "text:Hel", "text:lo", "usage:11/22/0/0", "finish:Stop"),
        ["CRLF_and_blank_lines"] = new("\r\n" + Lines(Text("a"), "", Done).Replace("\n", "\r\n", StringComparison.Ordinal), "text:a", "usage:11/22/0/0", "finish:Stop"),
        ["last_line_without_its_end"] = new(Lines(Text("a")) + Done, "text:a", "usage:11/22/0/0", "finish:Stop"),
        ["length"] = new(Lines(Text("a"), """{"done_reason":"length","done":true}"""), "text:a", "finish:Length"),
        ["no_done_reason"] = new(Lines(Text("a"), """{"done":true,"message":null}"""), "text:a", "finish:Stop"),
        ["empty_prompt_only_loads"] = new(Lines("""{"model":"m","message":{"role":"assistant","content":""},"done_reason":"load","done":true}"""), "finish:Stop"),
        ["unload"] = new(Lines("""{"done_reason":"unload","done":true}"""), "finish:Stop"),
        ["last_line_holds_text"] = new(Lines("""{"done":true,"done_reason":"stop","message":{"content":"all"}}"""), "text:all", "finish:Stop"),
        ["thinking"] = new(Lines("""{"message":{"role":"assistant","content":"","thinking":"h\u006d"},"done":false}""", Text("a"), Done), "reasoning:hm", "text:a", "usage:11/22/0/0", "finish:Stop"),
        ["tool_calls_whole"] = new(Lines(
            """{"message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"get","arguments":{"city":"Å\n","n":1.50}}},{"function":{"index":1,"name":"put","arguments":{}}}]},"done":false}""",
            """{"message":{"tool_calls":[{"id":"own","function":{"arguments":{"a":[]},"name":"third"}}]},"done":false}""", Done),
            """tool 0:call_0|get|{"city":"Å\n","n":1.50}""", "tool 1:call_1|put|{}", """tool 2:own|third|{"a":[]}""", "usage:11/22/0/0", "finish:ToolCalls"),
        ["emoji_and_escapes"] = new(Lines(Text("😀漢\\u0000\\u2028\\/\\\"\\ud83d\\ude00\u2028"), Done), "text:😀漢\0\u2028/\"😀\u2028", "usage:11/22/0/0", "finish:Stop"),
        ["surrogate_pair_over_two_lines"] = new(Lines(Text("\\ud83d"), Text("\\ude00"), Done), "text:hex EDA0BD", "text:hex EDB880", "usage:11/22/0/0", "finish:Stop"),
        ["half_of_a_character_in_raw_bytes"] = new([.. "{\"message\":{\"content\":\""u8, 0xF0, 0x9F, .. "\"}}\n{\"message\":{\"content\":\""u8, 0x98, 0x80, .. Encoding.UTF8.GetBytes("\"}}\n" + Done)], "text:hex F09F", "text:hex 9880", "usage:11/22/0/0", "finish:Stop"),
        ["error_in_the_stream"] = new(Lines(Text("a"), """{"error":"llama runner process has terminated"}"""), "text:a", "failed:ProviderUnavailable"),
        ["context_error_in_the_stream"] = new(Lines("""{"error":"the input length exceeds the context length"}"""), "failed:ContextLengthExceeded"),
        ["end_without_done"] = new(Lines(Text("a")), "text:a", "failed:ProviderDisconnected"),
        ["end_within_a_line"] = new(Lines(Text("a")) + "{\"message\":{\"cont", "text:a", "failed:ProviderDisconnected"),
        ["empty_body"] = new("", "failed:ProviderDisconnected"),
        ["done_of_another_type"] = new(Lines("""{"done":{"done":true}}""", """{"message":[{"content":"no"}],"done":null}""", Done), "usage:11/22/0/0", "finish:Stop"),
        ["garbage"] = new(Lines(Text("a"), "garbage"), "text:a", "failed:ProviderProtocol"),
        ["half_of_a_surrogate_pair_for_a_name"] = new(Lines(Text("a"), """{"message":{"\ud800ontent":"x"}}"""), "text:a", "failed:ProviderProtocol"),
        ["page"] = new("<html>\n", "failed:ProviderProtocol"),
        ["what_follows_done_is_not_looked_at"] = new(Lines(Done, "garbage"), "usage:11/22/0/0", "finish:Stop"),
    };

    public static TheoryData<string> Names => [.. Streams.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_stream_becomes_the_same_calls_wherever_it_is_cut(string name) =>
        Streams[name].ShouldNotDependOnTheCut(sink => new OllamaAnswerDecoder(sink, StreamCase.Provider));

    [Fact]
    public void Decoding_allocates_nothing_once_it_is_warm()
    {
        var line = Encoding.UTF8.GetBytes(Lines(Text(" token\\n")));
        var sink = new CountingSink();
        using var decoder = new OllamaAnswerDecoder(sink, StreamCase.Provider);
        Feed(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Feed(10_000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        sink.Pieces.ShouldBe(2 * 10_100);

        void Feed(int rounds)
        {
            for (var i = 0; i < rounds; i++)
            {
                decoder.Feed(line);
                decoder.Feed(line.AsSpan(0, 30));
                decoder.Feed(line.AsSpan(30));
            }
        }
    }

    private static string Lines(params string[] lines) => string.Concat(lines.Select(line => line + "\n"));

    private static string Text(string text) => $$"""{"model":"m","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"{{text}}"},"done":false}""";
}
