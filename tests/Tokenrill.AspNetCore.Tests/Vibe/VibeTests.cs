using Tokenrill.AspNetCore.Tests.Native;
using Tokenrill.Models;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Vibe;

public sealed class VibeTests : NativeTest
{
    public VibeTests()
    {
        Time = new FakeTime();
        // Time is moved until the heartbeat is there, however far that is.
        Options.Deadlines = new() { Connect = TimeSpan.MaxValue, FirstToken = TimeSpan.MaxValue, BetweenTokens = TimeSpan.MaxValue, Total = TimeSpan.MaxValue };
    }

    [Fact]
    public async Task Each_chunk_is_shown_before_the_next_is_said_and_done_comes_last()
    {
        var page = new VibePage(Client);
        var asking = page.AskAsync("""{"prompt":"Hello, test streaming","max_tokens":100}""");
        var call = (await Provider.NextCallAsync()).Accept();
        call.Request.Messages.ShouldHaveSingleItem().Content.ShouldBe("Hello, test streaming");
        (call.Request.MaxTokens, call.Request.Temperature).ShouldBe((100, null));
        var said = "";
        foreach (var piece in new[] { "He said ", "\"wörld\"\n", "🌍" })
        {
            call.Text(piece);
            await page.ShownAsync(said += piece);
        }
        page.IsDone.ShouldBeFalse();
        call.Finish();
        await asking.InTime();

        page.Lines.Select(line => line.GetRawText()).ShouldBe(["""{"chunk":"He said "}""", """{"chunk":"\"w\u00f6rld\"\n"}""", """{"chunk":"\ud83c\udf0d"}""", """{"done":true}"""]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_page_that_decodes_each_piece_by_itself_loses_no_character(int pieceLength)
    {
        Provider.OnCall = static call => call.Accept().Text("日本語 und 🐕‍🦺, naïve").Finish();
        var page = new VibePage(Client) { PieceLength = pieceLength };
        await page.AskAsync("""{"prompt":"Hello"}""").InTime();

        (page.Text, page.IsDone).ShouldBe(("日本語 und 🐕‍🦺, naïve", true));
    }

    [Theory]
    [InlineData("full_specification", "specification", 0.4)]
    [InlineData("enhanced_prompt", "You are an expert in writing prompts", 0.5)]
    [InlineData("rephrase", "You are a careful editor", 0.5)]
    public async Task An_enhancement_is_the_recipe_of_that_name(string enhancement, string system, double temperature)
    {
        Provider.OnCall = static call => call.Accept().Finish();
        await new VibePage(Client).AskAsync($$"""{"prompt":"A shop","enhancement_type":"{{enhancement}}","task_type":"web","system_prompt":"","temperature":null}""").InTime();

        var asked = Provider.Calls.Single().Request;
        asked.Messages.Select(message => message.Role).ShouldBe([ChatRole.System, ChatRole.User]);
        asked.Messages[0].Content.ShouldContain(system);
        asked.Messages[1].Content.ShouldContain("Kind of task: web");
        asked.Messages[1].Content.ShouldContain("\nA shop\n");
        asked.Temperature.ShouldBe(temperature);
    }

    [Fact]
    public async Task What_the_client_says_to_the_system_comes_before_the_recipe_and_its_options_go_before_the_recipes()
    {
        Provider.OnCall = static call => call.Accept().Finish();
        await new VibePage(Client).AskAsync("""{"prompt":"A shop","enhancement_type":"rephrase","system_prompt":"Answer in German.","max_tokens":9,"temperature":0.1,"model":"scripted/other"}""").InTime();

        var asked = Provider.Calls.Single().Request;
        asked.Messages.Select(message => message.Role).ShouldBe([ChatRole.System, ChatRole.User]);
        asked.Messages[0].Content.ShouldStartWith("Answer in German.\n\nYou are a careful editor");
        (asked.MaxTokens, asked.Temperature, asked.Model).ShouldBe((9, 0.1, "other"));
    }

    [Fact]
    public async Task Without_an_enhancement_the_prompt_goes_as_it_is_with_its_system_prompt()
    {
        Provider.OnCall = static call => call.Accept().Finish();
        await new VibePage(Client).AskAsync("""{"prompt":"A shop","system_prompt":"Be brief."}""").InTime();

        Provider.Calls.Single().Request.Messages.Select(message => (message.Role, message.Content)).ShouldBe([(ChatRole.System, "Be brief."), (ChatRole.User, "A shop")]);
    }

    [Fact]
    public async Task A_session_keeps_the_prompt_and_not_the_recipe_around_it()
    {
        Provider.OnCall = static call => call.Accept().Text("A store").Finish();
        using var response = await Client.OpenAsync(Post("/api/stream-response", """{"prompt":"A shop","enhancement_type":"rephrase"}""").With("Tokenrill-Session", "s"));
        (await response.TextAsync()).ShouldEndWith("data: {\"done\":true}\n\n");

        var messages = (await Client.CallAsync(Get("/v1/sessions/s/messages"))).Json.GetProperty("data").EnumerateArray();
        messages.Select(message => message.Text("content")).ShouldBe(["A shop", "A store"]);
    }

    [Fact]
    public async Task A_model_that_only_thinks_does_not_look_dead()
    {
        var page = new VibePage(Client);
        var asking = page.AskAsync("""{"prompt":"Hello"}""");
        var call = (await Provider.NextCallAsync()).Accept();
        var kept = page.Kept;
        while (!kept.IsCompleted)
        {
            call.Reasoning("hm");
            Time!.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }
        await kept;
        call.Finish();
        await asking.InTime();
    }

    [Fact]
    public async Task A_lost_client_cancels_at_once()
    {
        using var leaving = new CancellationTokenSource();
        var page = new VibePage(Client) { Closed = leaving.Token };
        var asking = page.AskAsync("""{"prompt":"Hello"}""");
        var call = (await Provider.NextCallAsync()).Accept().Text("Half");
        await page.ShownAsync("Half");
        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(asking.InTime());
        // Time stands still: no grace, and no heartbeat that could not be written.
        await call.Cancelled.InTime();
    }
}
