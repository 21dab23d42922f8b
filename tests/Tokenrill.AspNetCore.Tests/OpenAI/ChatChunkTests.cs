using System.Text.Json;
using Tokenrill.AspNetCore.Dialects.OpenAI;
using Tokenrill.Generations;
using Tokenrill.Models;

namespace Tokenrill.AspNetCore.Tests.OpenAI;

public sealed class ChatChunkTests : IDisposable
{
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task A_stream_is_what_OpenAI_sends_byte_by_byte()
    {
        var (generation, call) = await _engine.StartCallAsync();
        call.Accept().Text("Hel").Text("lo \"you\"\n").Usage(12, 2, 1).Finish();

        var head = Head(generation, "scripted/model");
        (await Chunks.OfAsync(generation)).ShouldBe(
            head + """{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""" + "\n\n" +
            head + """{"index":0,"delta":{"content":"Hel"},"finish_reason":null}]}""" + "\n\n" +
            head + """{"index":0,"delta":{"content":"lo \"you\"\n"},"finish_reason":null}]}""" + "\n\n" +
            head + """{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\n" +
            "data: [DONE]\n\n");
    }

    [Fact]
    public async Task With_include_usage_every_chunk_says_null_and_one_more_says_what_was_counted()
    {
        var (generation, call) = await _engine.StartCallAsync();
        call.Accept().Text("Hi").Usage(12, 34, 5).Finish(FinishReason.Length);

        var head = Head(generation, "scripted/model");
        (await Chunks.OfAsync(generation, includeUsage: true)).ShouldBe(
            head + """{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":null}""" + "\n\n" +
            head + """{"index":0,"delta":{"content":"Hi"},"finish_reason":null}],"usage":null}""" + "\n\n" +
            head + """{"index":0,"delta":{},"finish_reason":"length"}],"usage":null}""" + "\n\n" +
            head + """],"usage":{"prompt_tokens":12,"completion_tokens":34,"total_tokens":46,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":5,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}}""" + "\n\n" +
            "data: [DONE]\n\n");
    }

    [Fact]
    public async Task A_provider_that_counted_nothing_leaves_no_usage_chunk_and_no_invented_numbers()
    {
        var (generation, call) = await _engine.StartCallAsync();
        call.Accept().Text("Hi").Finish();

        var chunks = Chunks.Split(await Chunks.OfAsync(generation, includeUsage: true));

        chunks.Count.ShouldBe(4);
        chunks.ShouldAllBe(chunk => chunk == "[DONE]" || chunk.EndsWith(",\"usage\":null}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reasoning_comes_as_reasoning_content()
    {
        var (generation, call) = await _engine.StartCallAsync();
        call.Accept().Reasoning("hm\t").Text("Hi").Finish();

        Chunks.Split(await Chunks.OfAsync(generation))[1].ShouldEndWith("""[{"index":0,"delta":{"reasoning_content":"hm\t"},"finish_reason":null}]}""");
    }

    [Fact]
    public async Task Tool_calls_come_in_pieces_with_their_name_in_the_first()
    {
        var (generation, call) = await _engine.StartCallAsync();
        call.Accept().ToolCall(0, "call_a", "search", "{\"q\":").ToolCall(1, "call_b", "clock", "").ToolCall(0, "", "", "\"x\"}").Finish(FinishReason.ToolCalls);

        var chunks = Chunks.Split(await Chunks.OfAsync(generation));

        chunks.Count.ShouldBe(6);
        chunks[1].ShouldEndWith("""[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_a","type":"function","function":{"name":"search","arguments":"{\"q\":"}}]},"finish_reason":null}]}""");
        chunks[2].ShouldEndWith("""[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"call_b","type":"function","function":{"name":"clock","arguments":""}}]},"finish_reason":null}]}""");
        chunks[3].ShouldEndWith("""[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"x\"}"}}]},"finish_reason":null}]}""");
        chunks[4].ShouldEndWith("""[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""");
    }

    [Fact]
    public async Task After_a_fallback_the_chunks_name_the_model_that_answers()
    {
        var first = new ScriptedProvider();
        var second = new ScriptedProvider();
        using var engine = new TestEngine(models: ModelCatalogs.Of(("first", first), ("second", second)));
        var generation = await engine.StartAsync();
        // The headers, and with them the first chunk, did not wait for the first provider.
        var encoder = new ChatCompletionChunks(generation, includeUsage: false);

        (await first.NextCallAsync()).Fail(ErrorCode.ProviderUnavailable);
        (await second.NextCallAsync()).Accept().Text("Hi").Finish();

        var chunks = Chunks.Split(await Chunks.OfAsync(generation, encoder));
        ModelOf(chunks[0]).ShouldBe("first/model");
        ModelOf(chunks[1]).ShouldBe("second/model");
        ModelOf(chunks[2]).ShouldBe("second/model");
    }

    [Fact]
    public async Task Any_text_survives_being_encoded()
    {
        var random = new Random(20260101);
        for (var round = 0; round < 300; round++)
        {
            var pieces = Enumerable.Range(0, random.Next(1, 12)).Select(_ => AnyText(random)).ToArray();
            var (generation, call) = await _engine.StartCallAsync();
            call.Accept();
            foreach (var piece in pieces)
                call.Text(piece);
            call.Finish();

            var chunks = Chunks.Split(await Chunks.OfAsync(generation));

            chunks[^1].ShouldBe("[DONE]");
            var deltas = chunks.SkipLast(1).Select(chunk => JsonSerializer.Deserialize<JsonElement>(chunk).GetProperty("choices")[0].GetProperty("delta"));
            string.Concat(deltas.Select(delta => delta.TryGetProperty("content", out var content) ? content.GetString() : ""))
                .ShouldBe(string.Concat(pieces));
        }
    }

    private static string? ModelOf(string chunk) => JsonSerializer.Deserialize<JsonElement>(chunk).GetProperty("model").GetString();

    private static string AnyText(Random random)
    {
        string[] awkward = ["\0", "\"", "\\", "\r\n", "\u2028", "\u2029", "\uFEFF", "\u007f", "😀", "e\u0301", "\u001b", "data: [DONE]\n\n", "</script>", "\uFFFD"];
        return string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ =>
            random.Next(3) == 0 ? awkward[random.Next(awkward.Length)] : AnyRune(random).ToString()));
    }

    private static System.Text.Rune AnyRune(Random random) =>
        System.Text.Rune.TryCreate(random.Next(random.Next(2) == 0 ? 0x80 : 0x110000), out var rune) ? rune : new('x');

    private static string Head(Generation generation, string model) =>
        $"data: {{\"id\":\"chatcmpl-{generation.Id["gen_".Length..]}\",\"object\":\"chat.completion.chunk\",\"created\":1767229200,\"model\":\"{model}\",\"choices\":[";
}
