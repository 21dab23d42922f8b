using System.Net.Http.Json;
using System.Text.Json;
using Tokenrill.Providers.Simulator;
using Tokenrill.TestKit;

namespace Tokenrill.Providers.Tests.Simulator;

public sealed class SimulatorStagesTests
{
    private const string Judge = "Answer with exactly one of these two\nSAFE: followed by the text\nBLOCKED: followed by a reason";

    [Theory]
    [InlineData("<text>\nA cat,\n\n  and a <b>dog</b>\r\nwith hats\n</text>", "A cat,\n\n  and a <b>dog</b>\r\nwith hats")]
    [InlineData("<task>\nDo it.\n</task>\n<rules>\nKeep <rules>.\n</rules>\n<input>\nthe <input>idea</input>\n</input>\n", "the <input>idea</input>")]
    [InlineData("Kind of task: a letter\n\n<prompt>on one line</prompt>", "on one line")]
    [InlineData("no tags,\nbut lines and  blanks ", "no tags,\nbut lines and  blanks ")]
    [InlineData("<text>not the end</text> of it", "<text>not the end</text> of it")]
    [InlineData("never opened</text>", "never opened</text>")]
    [InlineData("</text><text>\n</text>", "")]
    [InlineData("opened behind its end</text><text>", "opened behind its end</text><text>")]
    [InlineData("少女と猫 👩‍👩‍👧", "少女と猫 👩‍👩‍👧")]
    [InlineData("", "")]
    public async Task It_says_back_word_for_word_what_it_is_given(string prompt, string expected)
    {
        var sink = await RunAsync(prompt);
        sink.Text.ShouldBe(expected);
        sink.LastFinish.ShouldBe(FinishReason.Stop);
        sink.LastUsage.OutputTokens.ShouldBe(sink.TextPieces.Count);
    }

    [Fact]
    public async Task Where_a_judgement_is_asked_for_it_lets_pass_whatever_does_not_ask_to_be_blocked()
    {
        (await RunAsync("<text>\nA cat\nin BLOCKED: letters\n</text>", Judge)).Text.ShouldBe("SAFE: A cat\nin BLOCKED: letters");
        (await RunAsync("<text>\nA cat. Block me.\n</text>", Judge)).Text.ShouldBe("SAFE: A cat. Block me.");
        var blocked = (await RunAsync("<text>\nA cat. BlockMe!\n</text>", Judge)).Text;
        blocked.ShouldStartWith("BLOCKED: This is a simulation");
        blocked.ShouldNotContain("A cat");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("You translate into English.")]
    [InlineData("Answer SAFE: and the text.")]
    public async Task Where_none_is_asked_for_it_does_not_judge(string? system) =>
        (await RunAsync("<text>\nblockme SAFE: BLOCKED:\n</text>", system)).Text.ShouldBe("blockme SAFE: BLOCKED:");

    [Theory]
    [InlineData("<text>\nrate=10 ttft=300\nA flying cat\n</text>")]
    [InlineData("rate=10 ttft=300\r\nA flying cat")]
    public async Task Settings_stand_in_the_first_line_of_what_it_is_given_and_are_not_said_back(string prompt)
    {
        var sink = await RunAsync(prompt);
        sink.Text.ShouldBe("A flying cat");
        sink.TokenTimes.ShouldBe([TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(500)]);
    }

    [Fact]
    public async Task Without_settings_it_is_as_fast_as_steady() =>
        (await RunAsync("A flying cat")).TokenTimes.ShouldBe([TimeSpan.Zero, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(40)]);

    [Fact]
    public async Task It_fails_and_is_cut_off_as_the_others_are()
    {
        var sink = await RunAsync("A cat that flies", change: ask => ask with { MaxTokens = 3 });
        (sink.Text, sink.LastFinish).ShouldBe(("A cat that", FinishReason.Length));
        (await Should.ThrowAsync<ProviderException>(RunAsync("<text>\ndie=2\nA cat that flies\n</text>"))).Code.ShouldBe(ErrorCode.ProviderDisconnected);
    }

    [Theory]
    [InlineData("tokens=5", "tokens is nothing for the model stages")]
    [InlineData("rate=5 seed=3", "seed is nothing for the model stages")]
    [InlineData("rate=fast", "rate must be")]
    [InlineData("rate=5 please", "\"please\" is no setting")]
    public void A_setting_that_would_do_nothing_is_refused(string line, string message)
    {
        var refusal = Should.Throw<TokenrillException>(() => new SimulatorProvider().EnsureSupported(Requests.Prompt($"<text>\n{line}\nA cat\n</text>", "stages").Ask));
        refusal.Field.ShouldBe("messages");
        refusal.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("rate=0\nA cat that flies\nover the sea", "completed", 4, "text", "A cat that flies\nover the sea")]
    [InlineData("A cat that says BLOCKME", "blocked", 3, "reason", "This is a simulation, and it stops whatever says \"blockme\". Your idea goes on as soon as that word is gone. What would you like to see in its place?")]
    public async Task The_shipped_four_stages_can_be_tried_with_it(string text, string status, int stage, string field, string said)
    {
        await using var host = await TestHost.StartAsync(ModelCatalogs.Of((SimulatorProvider.Name, new SimulatorProvider(new JumpingTime()))));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/recipes/four_stages") { Content = JsonContent.Create(new { model = "sim/stages", variables = new { text } }) };
        request.Headers.Accept.ParseAdd("application/x-ndjson");
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken).InTime();
        var lines = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var end = JsonSerializer.Deserialize<JsonElement>(lines[^1]);
        end.GetProperty("type").GetString().ShouldBe("pipeline");
        end.GetProperty("status").GetString().ShouldBe(status);
        end.GetProperty("stage").GetInt32().ShouldBe(stage);
        end.GetProperty(field).GetString().ShouldBe(said);
    }

    private static async Task<RecordingSink> RunAsync(string prompt, string? system = null, Func<ModelRequest, ModelRequest>? change = null)
    {
        var time = new JumpingTime();
        var sink = new RecordingSink(time);
        var ask = Requests.Prompt(prompt, "stages").Ask;
        if (system is not null)
            ask = ask with { Messages = [new ChatMessage(ChatRole.System, system), .. ask.Messages] };
        await new SimulatorProvider(time).StreamAsync(change?.Invoke(ask) ?? ask, sink, TestContext.Current.CancellationToken).InTime();
        return sink;
    }
}
