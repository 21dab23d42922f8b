using Tokenrill.AspNetCore.Tests.Native;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Jarvis;

/// <summary>The five cases of the report, and what its page does besides: stop, leave, come back.</summary>
public sealed class JarvisTests : NativeTest
{
    public JarvisTests()
    {
        Time = new FakeTime();
        // Time is moved until the heartbeat is there, however far that is.
        Options.Deadlines = new() { Connect = TimeSpan.MaxValue, FirstToken = TimeSpan.MaxValue, BetweenTokens = TimeSpan.MaxValue, Total = TimeSpan.MaxValue };
        Options.Limits.GenerationsPerKey = Options.Limits.RequestsPerMinute = 10_000;
    }

    [Fact]
    public async Task Case_1_a_prompt_is_answered_token_by_token()
    {
        using var page = new JarvisPage(Client, "s");
        var asking = page.AskAsync("Hello");
        // Before the provider has said anything.
        await page.Thinking;
        var call = (await Provider.NextCallAsync()).Accept();
        foreach (var text in new[] { "Hel", "Hello", "Hello!" })
        {
            call.Text(text[page.Text.Length..]);
            await page.ShownAsync(text);
        }
        call.Finish();
        await asking.InTime();

        page.Lines.Select(line => $"{line.Text("type")} {line.Text("status") ?? line.Text("text") ?? line.Text("reason")}")
            .ShouldBe(["status thinking", "token Hel", "token lo", "token !", "status complete", "done success"]);
        page.Stream!.ShouldStartWith("gen_");
        page.Ignored.ShouldBe(0);
    }

    [Fact]
    public async Task Lines_are_to_the_letter()
    {
        using var response = await Client.OpenAsync(Post("/api/sessions/s/stream", """{"prompt":"Hello","model":"scripted/model"}"""));
        (await Provider.NextCallAsync()).Accept().Reasoning("hm").Text("\"é😀\u2028\n").ToolCall(0, "c", "t", "{}").Usage(1, 2).Finish();
        var id = response.Generation();

        (await response.TextAsync()).ShouldBe($$"""
            {"type":"status","status":"thinking","trace_id":"{{id}}","stream_id":"{{id}}"}
            {"type":"token","text":"\"\u00e9\ud83d\ude00\u2028\n","content":"\"\u00e9\ud83d\ude00\u2028\n","trace_id":"{{id}}","stream_id":"{{id}}"}
            {"type":"status","status":"complete","trace_id":"{{id}}","stream_id":"{{id}}"}
            {"type":"done","reason":"success","trace_id":"{{id}}","stream_id":"{{id}}"}

            """);
    }

    [Fact]
    public async Task A_character_whose_bytes_arrive_apart_is_not_lost()
    {
        using var page = new JarvisPage(Client, "s") { PieceLength = 1 };
        var asking = page.AskAsync("Hello");
        (await Provider.NextCallAsync()).Accept().Text("Grüße, 世界 👩‍🚀").Finish();
        await asking.InTime();

        page.Text.ShouldBe("Grüße, 世界 👩‍🚀");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Case_2_stop_ends_the_answer_at_once_and_again_does_nothing(bool hasBegun)
    {
        using var page = new JarvisPage(Client, "s");
        var asking = page.AskAsync("Hello");
        var call = await Provider.NextCallAsync();
        if (hasBegun)
            call.Accept().Text("Half");
        await (hasBegun ? page.ShownAsync("Half") : page.Thinking);
        var (status, cancelled) = await Client.CallAsync(Post("/api/sessions/s/cancel"));

        status.ShouldBe(200);
        cancelled.GetProperty("cancelled").GetBoolean().ShouldBeTrue();
        await asking.InTime();
        cancelled.Text("stream_id").ShouldBe(page.Stream);
        page.Reason.ShouldBe("cancelled");
        page.Statuses.ShouldBe(["thinking"]);
        await call.Cancelled.InTime();
        (await Client.CallAsync(Post("/api/sessions/s/cancel"))).Json.GetRawText().ShouldBe("""{"cancelled":false}""");
        (await Client.CallAsync(Post("/api/sessions/unknown/cancel"))).Json.GetRawText().ShouldBe("""{"cancelled":false}""");
        await Host.Engine.CleanedUpAsync();
        Host.Residue.ShouldBe(0);
    }

    [Fact]
    public async Task Case_3_a_second_prompt_supersedes_the_first()
    {
        using var first = new JarvisPage(Client, "s");
        using var second = new JarvisPage(Client, "s");
        var old = first.AskAsync("One");
        (await Provider.NextCallAsync()).Accept().Text("Old");
        await first.ShownAsync("Old");
        var asking = second.AskAsync("Two");
        await old.InTime();
        first.Reason.ShouldBe("superseded");
        (await Provider.NextCallAsync()).Accept().Text("New").Finish();
        await asking.InTime();

        second.Reason.ShouldBe("success");
        second.Text.ShouldBe("New");
        second.Stream.ShouldNotBe(first.Stream);
        Provider.MaxActive.ShouldBe(1);
        await Host.Engine.CleanedUpAsync();
        Host.Residue.ShouldBe(0);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(100)]
    public async Task Case_4_of_many_rapid_prompts_the_last_is_answered_and_each_of_the_others_told_so(int count)
    {
        // Each speaks as soon as it is asked, and never again.
        Provider.OnCall = static call => call.Accept().Text("a");
        var pages = new List<JarvisPage>();
        var askings = new List<Task>();
        for (var i = 0; i < count; i++)
        {
            pages.Add(new JarvisPage(Client, "s"));
            askings.Add(pages[i].AskAsync($"{i}"));
            // Their order is the order in which they were sent; nothing waits for anything else.
            await pages[i].Thinking;
        }
        var last = pages[^1];
        await last.ShownAsync("a");
        // No token of an old stream after the new one's first: they all have ended.
        await Task.WhenAll(askings[..^1]).InTime();
        Provider.Active.ShouldBe(1);
        Provider.MaxActive.ShouldBe(1);
        Provider.Calls.Last().Text("b").Finish();
        await askings[^1].InTime();

        pages[..^1].ShouldAllBe(page => page.Reason == "superseded" && page.Error == null);
        last.Reason.ShouldBe("success");
        last.Text.ShouldBe("ab");
        pages.Select(page => page.Stream).ShouldBeUnique();
        var messages = (await Client.CallAsync(Get("/api/sessions/s/messages"))).Json.GetProperty("messages").EnumerateArray().ToList();
        messages.Where(message => message.Text("role") == "user").Select(message => message.Text("content")).ShouldBe(Enumerable.Range(0, count).Select(i => $"{i}"));
        messages.Count(message => message.Text("status") == "superseded").ShouldBe(count - 1);
        await Host.Engine.CleanedUpAsync();
        Host.Residue.ShouldBe(0);
    }

    [Fact]
    public async Task Case_5_sessions_do_not_know_of_each_other()
    {
        var pages = Enumerable.Range(0, 10).Select(i => new JarvisPage(Client, $"s{i}")).ToList();
        var askings = pages.Select((page, i) => page.AskAsync($"{i}")).ToList();
        for (var i = 0; i < pages.Count; i++)
        {
            var call = await Provider.NextCallAsync();
            call.Accept().Text($"answer {call.Request.Messages[^1].Content}").Finish();
        }
        await Task.WhenAll(askings).InTime();

        pages.Select(page => page.Text).ShouldBe(Enumerable.Range(0, 10).Select(i => $"answer {i}"));
        pages.ShouldAllBe(page => page.Reason == "success");
    }

    [Fact]
    public async Task The_log_shows_start_superseded_end_and_only_then_the_next_start()
    {
        var pages = new List<JarvisPage>();
        var askings = new List<Task>();
        for (var i = 0; i < 6; i++)
        {
            pages.Add(new JarvisPage(Client, "s"));
            askings.Add(pages[i].AskAsync($"{i}"));
            (await Provider.NextCallAsync()).Accept();
        }
        (await Client.CallAsync(Post("/api/sessions/s/cancel"))).Status.ShouldBe(200);
        await Task.WhenAll(askings).InTime();
        await Host.Engine.CleanedUpAsync();

        var told = Host.Log.Lines.Where(line => line.StartsWith("gen_", StringComparison.Ordinal)).Select(line => line.Split(' ')[..2])
            .Where(words => words[1] is "started" or "superseded" or "stopped" or "ended").Select(words => string.Join(' ', words)).ToList();
        told.ShouldBe(pages.SelectMany((page, i) => (string[])[
            $"{page.Stream} started", $"{page.Stream} {(i < 5 ? "superseded" : "stopped")}", $"{page.Stream} ended"]));
    }

    [Fact]
    public async Task A_page_that_vanishes_frees_the_session_and_its_provider()
    {
        using var page = new JarvisPage(Client, "s");
        var asking = page.AskAsync("Hello");
        var call = (await Provider.NextCallAsync()).Accept().Text("Half");
        await page.CloseAsync();
        await Should.ThrowAsync<OperationCanceledException>(asking.InTime());

        await call.Cancelled.InTime();
        await Host.Engine.CleanedUpAsync();
        (await Client.CallAsync(Get("/v1/sessions/s/active"))).Status.ShouldBe(204);
        Host.Residue.ShouldBe(0);
    }

    [Fact]
    public async Task A_page_that_is_loaded_again_shows_the_answer_as_far_as_it_has_come()
    {
        (await MessagesAsync()).ShouldBe([]);
        using var page = new JarvisPage(Client, "s");
        var asking = page.AskAsync("Hello");
        var call = (await Provider.NextCallAsync()).Accept();
        (await MessagesAsync()).ShouldBe(["user Hello complete", "assistant  thinking"]);
        call.Text("Half");
        (await MessagesAsync())[1].ShouldBe("assistant Half streaming");
        call.Text(" and half").Finish();
        await asking.InTime();

        (await MessagesAsync()).ShouldBe(["user Hello complete", "assistant Half and half complete"]);
        var json = (await Client.CallAsync(Get("/api/sessions/s/messages"))).Json;
        json.Text("session_id").ShouldBe("s");
        json.GetProperty("messages")[1].Text("stream_id").ShouldBe(page.Stream);
    }

    [Fact]
    public async Task The_model_is_told_what_was_said_before()
    {
        foreach (var (prompt, told) in new[] { ("One", 1), ("Three", 3) })
        {
            var asking = new JarvisPage(Client, "s").AskAsync(prompt);
            var call = await Provider.NextCallAsync();
            call.Request.Messages.Count.ShouldBe(told);
            call.Accept().Text("Two").Finish();
            await asking.InTime();
            await Host.Engine.CleanedUpAsync();
        }
        Provider.Calls.Last().Request.Messages.Select(message => message.Content).ShouldBe(["One", "Two", "Three"]);
    }

    [Fact]
    public async Task A_silent_answer_is_kept_alive_by_empty_lines()
    {
        using var page = new JarvisPage(Client, "s");
        var asking = page.AskAsync("Hello");
        var call = (await Provider.NextCallAsync()).Accept();
        await page.Thinking;
        var kept = page.Kept;
        while (!kept.IsCompleted)
        {
            Time!.Advance(Options.Readers.Heartbeat);
            await Task.Yield();
        }
        await kept;
        call.Text("a").Finish();
        await asking.InTime();

        page.Text.ShouldBe("a");
        page.Lines.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_model_that_thinks_for_minutes_does_not_look_dead()
    {
        using var page = new JarvisPage(Client, "s");
        var asking = page.AskAsync("Hello");
        var call = (await Provider.NextCallAsync()).Accept();
        await page.Thinking;
        var kept = page.Kept;
        while (!kept.IsCompleted)
        {
            // Each wakes the reader, and nothing is said of any.
            call.Reasoning("hm");
            Time!.Advance(Options.Readers.Heartbeat / 3);
            await Task.Yield();
        }
        await kept;
        call.Text("a").Finish();
        await asking.InTime();

        page.Text.ShouldBe("a");
        page.Lines.Count.ShouldBe(4);
    }

    private async Task<List<string>> MessagesAsync() =>
        [.. (await Client.CallAsync(Get("/api/sessions/s/messages"))).Json.GetProperty("messages").EnumerateArray().Select(message => $"{message.Text("role")} {message.Text("content")} {message.Text("status")}")];
}
