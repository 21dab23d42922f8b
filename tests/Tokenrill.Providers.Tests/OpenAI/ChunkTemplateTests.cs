using System.Text;
using Tokenrill.Providers.OpenAI;

namespace Tokenrill.Providers.Tests.OpenAI;

public sealed class ChunkTemplateTests
{
    private static readonly string[] Texts =
        ["a", "b", "longer text", "", "\\n", "\\\"", "\\\\", "\\ud83d\\ude00", "é漢😀\u2028", "}", "}}]}", "\\\"},\\\"finish_reason\\\":\\\"stop", ":", "[DONE]"];

    private static readonly string[] Shapes =
    [
        """{"id":"c","choices":[{"index":0,"delta":{"content":"TEXT"},"finish_reason":null}]}""",
        """{"id":"c","choices":[{"index":0,"delta":{"content":"TEXT"},"finish_reason":"stop"}]}""",
        """{"id":"c","choices":[{"index":0,"delta":{"content":"TEXT"},"finish_reason":null}],"usage":{"prompt_tokens":1,"completion_tokens":2}}""",
        """{"id":"c","choices":[{"index":0,"delta":{"reasoning_content":"TEXT"},"finish_reason":null}]}""",
        """{"id":"c","choices":[{"index":0,"delta":{"reasoning_content":"TEXT","content":"TEXT"},"finish_reason":null}]}""",
        """{"id":"c","choices":[{"index":1,"delta":{"content":"TEXT"},"finish_reason":null}]}""",
        """{"id":"c","choices":[{"delta":{"content":"TEXT"},"index":0}]}""",
        """{"id":"c","choices":[{"index":0,"delta":{"content":"TEXT","refusal":"TEXT"}}]}""",
        """{"id":"TEXT","choices":[{"index":0,"delta":{"content":"TEXT"}}]}""",
        """{"id":"c","choices":[{"index":0,"delta":{"content":[{"type":"text","text":"TEXT"}]}}]}""",
        """{"id":"c","choices":[{"index":0,"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"TEXT"}]},{"type":"text","text":"TEXT"}]}}]}""",
        """{"id":"c","choices":[{"index":0,"delta":{}}],"x":"TEXT"}""",
    ];

    [Fact]
    public void A_chunk_says_the_same_whatever_came_before_it()
    {
        var random = new Random(1);
        for (var round = 0; round < 2000; round++)
        {
            // Few shapes at a time, so that most chunks look like one before.
            var shapes = random.GetItems(Shapes, 2);
            var chunks = Enumerable.Range(0, 12).Select(_ => Fill(shapes[random.Next(2)], random)).ToArray();
            var alone = chunks.SelectMany(chunk => Read(chunk)).ToArray();
            Read(chunks).ShouldBe(alone, string.Join('\n', chunks));
        }
    }

    [Theory]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"a"b"}}]}""")]
    [InlineData("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\u0001\"}}]}")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"a\"}}]}""")]
    public void What_is_no_JSON_does_not_fit_either(string broken)
    {
        using var reader = new OpenAIChunkReader(new RecordingSink(), StreamCase.Provider);
        reader.Read("""{"choices":[{"index":0,"delta":{"content":"x"}}]}"""u8, "delta"u8);
        Should.Throw<System.Text.Json.JsonException>(() => reader.Read(Encoding.UTF8.GetBytes(broken), "delta"u8));
    }

    [Fact]
    public void A_chunk_like_the_one_before_is_recognised()
    {
        using var template = new ChunkTemplate();
        template.Begin();
        template.SawText(6, 1, isReasoning: true);
        template.Learn("{\"a\":\"b\"}"u8);
        template.TryMatch("{\"a\":\"other\"}"u8, out var text, out var isReasoning).ShouldBeTrue();
        Encoding.UTF8.GetString(text).ShouldBe("other");
        isReasoning.ShouldBeTrue();
    }

    private static string Fill(string shape, Random random)
    {
        while (shape.IndexOf("TEXT", StringComparison.Ordinal) is >= 0 and var at)
            shape = shape[..at] + Texts[random.Next(Texts.Length)] + shape[(at + 4)..];
        return shape;
    }

    private static IReadOnlyList<string> Read(params string[] chunks)
    {
        var sink = new RecordingSink();
        using var reader = new OpenAIChunkReader(sink, StreamCase.Provider);
        foreach (var chunk in chunks)
            reader.Read(Encoding.UTF8.GetBytes(chunk), "delta"u8);
        return sink.Calls;
    }
}
