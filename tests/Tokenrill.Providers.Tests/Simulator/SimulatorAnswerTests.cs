using System.Text.Json;
using System.Text.Unicode;
using Tokenrill.Logs;
using Tokenrill.Providers.Simulator;
using Tokenrill.TestKit;

namespace Tokenrill.Providers.Tests.Simulator;

public sealed class SimulatorAnswerTests
{
    [Fact]
    public async Task The_same_prompt_gives_the_same_answer_and_another_one_another()
    {
        var first = (await RunAsync("Hello")).Text;
        (await RunAsync("Hello")).Text.ShouldBe(first);
        (await RunAsync("Jello")).Text.ShouldNotBe(first);
        (await RunAsync("seed=1\nHello")).Text.ShouldBe((await RunAsync("seed=1\nGood night")).Text);
    }

    [Theory]
    [InlineData("steady")]
    [InlineData("fast")]
    [InlineData("slow-start")]
    [InlineData("markdown")]
    [InlineData("unicode")]
    [InlineData("reasoning")]
    [InlineData("tools")]
    public async Task Every_answer_says_that_it_is_a_simulation(string model) =>
        (await RunAsync("Who are you?", model)).Text.ShouldContain("This is a simulation");

    [Fact]
    public async Task It_is_as_long_as_the_prompt_says_and_counts_itself()
    {
        var sink = await RunAsync("tokens=200\nHow many words\nhas this?");
        sink.TextPieces.Count.ShouldBe(200);
        sink.LastUsage.ShouldBe(new TokenUsage(6, 200));
        sink.LastFinish.ShouldBe(FinishReason.Stop);
    }

    [Theory]
    [InlineData(5, 5, FinishReason.Length)]
    [InlineData(20, 20, FinishReason.Stop)]
    [InlineData(21, 20, FinishReason.Stop)]
    public async Task The_most_tokens_that_the_request_allows_cut_it_off(int most, int expected, FinishReason reason)
    {
        var sink = await RunAsync("tokens=20", change: ask => ask with { MaxTokens = most });
        sink.TextPieces.Count.ShouldBe(expected);
        sink.LastFinish.ShouldBe(reason);
    }

    [Fact]
    public async Task Reasoning_comes_before_the_text_and_is_counted()
    {
        var sink = await RunAsync("tokens=30", "reasoning");
        sink.Calls.Where(call => call is "text" or "reasoning").ShouldBe([.. Enumerable.Repeat("reasoning", 10), .. Enumerable.Repeat("text", 20)]);
        sink.LastUsage.ShouldBe(new TokenUsage(1, 30, 10));
    }

    [Fact]
    public async Task Unicode_is_cut_inside_characters_and_between_halves_of_pairs()
    {
        var sink = await RunAsync("tokens=400", "unicode");
        sink.TextPieces.ShouldContain(piece => piece.Length < 3 && !Utf8.IsValid(piece));
        sink.TextPieces.ShouldContain(piece => piece.Length == 3 && piece[0] == 0xED && piece[1] >= 0xA0 && piece[1] < 0xB0);
    }

    [Fact]
    public async Task What_is_cut_arrives_whole_through_the_engine()
    {
        var text = await UnicodeAsync(400);
        foreach (var part in (string[])["Füße", "你好", "𠜎", "😀🚀 🎉🎈 𝄞", "👩‍👩‍👧‍👦", "👨‍👩‍👧", "שלום", "Z\u0351\u036B\u0343", "a\u2028b\u2029c", "\uFEFF", "\r\n", "\u0001"])
            text.ShouldContain(part, Case.Sensitive);
    }

    [Fact]
    public async Task An_answer_never_ends_inside_a_character()
    {
        for (var tokens = 1; tokens <= 300; tokens++)
            (await UnicodeAsync(tokens)).ShouldNotContain("\uFFFD");
    }

    [Fact]
    public async Task A_tool_is_called_with_arguments_of_the_shape_it_wants()
    {
        using var schema = JsonDocument.Parse("""
            {"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"},"unit":{"enum":["celsius","kelvin"]},
             "tags":{"type":"array","items":{"type":["boolean","null"]}},"at":{"type":"object","properties":{"lat":{"type":"number"}}}}}
            """);
        using var choice = JsonDocument.Parse("""{"type":"function","function":{"name":"weather"}}""");
        using var engine = Engine();
        var request = Requests.Prompt("rate=0 tokens=4", "sim/tools");
        var generation = await engine.StartAsync(request with
        {
            Ask = request.Ask with
            {
                Tools = [new ToolDefinition("clock", null, null), new ToolDefinition("weather", null, schema.RootElement)],
                ToolChoice = choice.RootElement,
            },
        });
        var seen = await SeenEvent.FollowAsync(generation.Attach()).InTime();
        var arguments = string.Concat(seen.Where(next => next.Kind is EventKind.ToolCall or EventKind.ToolCallFragment).Select(next => next.Text));
        seen.Single(next => next.Kind == EventKind.ToolCall).Detail.ShouldBeOfType<ToolCallDetail>().Name.ShouldBe("weather");
        using var parsed = JsonDocument.Parse(arguments);
        parsed.RootElement.GetRawText().ShouldBe("""{"city":"simulated \u2603","days":42,"unit":"celsius","tags":[true],"at":{"lat":4.2}}""");
        seen[^1].Detail.ShouldBeOfType<CompletedDetail>().FinishReason.ShouldBe(FinishReason.ToolCalls);
    }

    [Fact]
    public async Task A_tool_that_has_answered_is_not_called_again()
    {
        var sink = await RunAsync("Hello", "tools", ask => ask with { Messages = [.. ask.Messages, new ChatMessage(ChatRole.Tool, "12 degrees") { ToolCallId = "call_1" }] });
        sink.Calls.ShouldNotContain("tool_call");
        sink.LastFinish.ShouldBe(FinishReason.Stop);
    }

    [Theory]
    [InlineData("sim/disconnect", ErrorCode.ProviderDisconnected, 20)]
    [InlineData("sim/garbage", ErrorCode.ProviderProtocol, 20)]
    [InlineData("sim/error", ErrorCode.ProviderUnavailable, 0)]
    public async Task Each_way_to_fail_is_the_failure_it_is_named_for(string model, ErrorCode code, int tokens)
    {
        using var engine = Engine();
        var generation = await engine.StartAsync(Requests.Prompt("rate=0", model));
        var seen = await SeenEvent.FollowAsync(generation.Attach()).InTime();
        seen.Count(next => next.Kind == EventKind.Text).ShouldBe(tokens);
        seen[^1].Detail.ShouldBeOfType<FailedDetail>().Error.Code.ShouldBe(code);
    }

    [Fact]
    public async Task A_stall_is_silence_until_the_deadline_ends_it()
    {
        using var engine = Engine();
        var generation = await engine.StartAsync(Requests.Prompt("rate=0 tokens=20", "sim/stall"));
        var reader = generation.Attach();
        var seen = new List<SeenEvent>();
        while (seen.Count(next => next.Kind == EventKind.Text) < 20)
        {
            await reader.WaitAsync().InTime();
            SeenEvent.Drain(reader, seen);
        }
        engine.Time.Advance(TimeSpan.FromSeconds(31));
        seen.AddRange(await SeenEvent.FollowAsync(reader).InTime());
        seen.Count(next => next.Kind == EventKind.Text).ShouldBe(20);
        seen[^1].Detail.ShouldBeOfType<FailedDetail>().Error.Code.ShouldBe(ErrorCode.BetweenTokensTimeout);
    }

    private static async Task<string> UnicodeAsync(int tokens)
    {
        using var engine = Engine();
        var generation = await engine.StartAsync(Requests.Prompt($"rate=0 seed=1 tokens={tokens}", "sim/unicode"));
        var seen = await SeenEvent.FollowAsync(generation.Attach()).InTime();
        return string.Concat(seen.Where(next => next.Kind == EventKind.Text).Select(next => next.Text));
    }

    private static TestEngine Engine()
    {
        var catalog = new ModelCatalog(new Dictionary<string, IModelProvider> { [SimulatorProvider.Name] = new SimulatorProvider(new JumpingTime()) }, new Dictionary<string, IReadOnlyList<string>>());
        return new TestEngine(models: catalog);
    }

    private static async Task<RecordingSink> RunAsync(string prompt, string model = "steady", Func<ModelRequest, ModelRequest>? change = null)
    {
        var sink = new RecordingSink();
        var ask = Requests.Prompt(prompt, model).Ask;
        await new SimulatorProvider(new JumpingTime()).StreamAsync(change?.Invoke(ask) ?? ask, sink, TestContext.Current.CancellationToken).InTime();
        return sink;
    }
}
