using Tokenrill.AspNetCore.Tests.Native;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Threads;

/// <summary>Saying something in a thread and being answered, as the report's page does it.</summary>
public sealed class ThreadStreamTests : ThreadTest
{
    [Fact]
    public async Task An_answer_appears_token_by_token_and_is_done_with_its_message()
    {
        var thread = await BeginAsync();
        using var response = await StreamAsync(thread);
        var page = new ChatInterface(response);
        var call = (await Provider.NextCallAsync()).Accept();
        foreach (var (token, shown) in new[] { ("Hel", "Hel"), ("lo", "Hello"), ("!", "Hello!") })
        {
            call.Text(token);
            await page.ShowAsync(shown);
        }
        call.Finish();
        await page.EndAsync();

        page.Events.ShouldBe(["chunk", "chunk", "chunk", "done"]);
        var answer = (await ResultsAsync(Messages(thread)))[^1];
        (answer.Text("id"), answer.Text("role"), answer.Text("content"), answer.Text("status")).ShouldBe((page.Done, "assistant", "Hello!", null));
    }

    [Fact]
    public async Task The_stream_is_to_the_letter()
    {
        var thread = await BeginAsync();
        using var response = await StreamAsync(thread);
        (await Provider.NextCallAsync()).Accept().Reasoning("hm").Text("\"é😀\u2028\n").ToolCall(0, "c", "t", "{}").Usage(1, 2).Finish();
        var text = await response.TextAsync();

        text.ShouldBe($$"""
            event: chunk
            data: {"delta":"\"\u00e9\ud83d\ude00\u2028\n"}

            event: done
            data: {"message_id":"{{(await ResultsAsync(Messages(thread)))[^1].Text("id")}}"}


            """);
        ((int)response.StatusCode).ShouldBe(200);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/event-stream; charset=utf-8");
        response.Headers.GetValues("Cache-Control").Single().ShouldContain("no-transform");
        response.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
        response.Generation().ShouldStartWith("gen_");
    }

    [Fact]
    public async Task A_character_whose_bytes_arrive_apart_is_not_lost()
    {
        using var response = await StreamAsync(await BeginAsync());
        (await Provider.NextCallAsync()).Accept().Text("Grüße, 世界 👩‍🚀").Finish();

        (await new ChatInterface(response) { PieceLength = 1 }.EndAsync()).Shown.ShouldBe("Grüße, 世界 👩‍🚀");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?stream=false")]
    public async Task Without_a_stream_both_messages_come_when_the_answer_is_complete(string query)
    {
        var thread = await BeginAsync();
        var answering = Client.CallAsync(Post(Messages(thread) + query, """{"content":"Hello","model":"scripted/other"}"""));
        var call = await Provider.NextCallAsync();
        call.Accept().Text("Hi").Finish();
        var (status, turn) = await answering;

        status.ShouldBe(201);
        call.Request.Model.ShouldBe("other");
        turn.EnumerateObject().Select(member => member.Name).ShouldBe(["user_message", "assistant_message"]);
        (await ResultsAsync(Messages(thread))).Select(message => message.GetRawText())
            .ShouldBe([turn.GetProperty("user_message").GetRawText(), turn.GetProperty("assistant_message").GetRawText()]);
        (turn.GetProperty("user_message").Text("content"), turn.GetProperty("assistant_message").Text("content")).ShouldBe(("Hello", "Hi"));
    }

    [Fact]
    public async Task The_model_is_told_what_was_said_before()
    {
        var thread = await BeginAsync();
        await SayAsync(thread, "One", "Two");
        using var response = await StreamAsync(thread, "Three");

        (await Provider.NextCallAsync()).Request.Messages.Select(message => $"{message.Role} {message.Content}").ShouldBe(["User One", "Assistant Two", "User Three"]);
    }

    [Theory]
    [InlineData("fetch, curl, requests", "*/*")]
    [InlineData("axios", "application/json, text/plain, */*")]
    [InlineData("fetch-event-source", "text/event-stream")]
    [InlineData("jQuery", "application/json, text/javascript, */*; q=0.01")]
    [InlineData("Chrome", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7")]
    [InlineData("Firefox, Safari", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")]
    [InlineData("the browsable API", "text/html; q=1.0, */*")]
    [InlineData("httpie", "application/json, */*;q=0.5")]
    [InlineData("a page that wants HTML", "text/html")]
    [InlineData("an image", "image/avif,image/webp,image/*;q=0.8")]
    [InlineData("JSON only", "application/json")]
    [InlineData("no streams, it says", "text/event-stream;q=0, application/json")]
    [InlineData("nonsense", "/;;, nothing")]
    [InlineData("nothing", null)]
    public async Task Whatever_a_client_accepts_it_is_streamed_what_it_asked_for(string client, string? accept)
    {
        var thread = await BeginAsync();
        using var response = accept is null ? await StreamAsync(thread) : await StreamAsync(thread, "Hello", ("Accept", accept));
        (await Provider.NextCallAsync()).Accept().Text("Hi").Finish();

        ((int)response.StatusCode).ShouldBe(200, client);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream", client);
        (await new ChatInterface(response).EndAsync()).Shown.ShouldBe("Hi", client);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task An_answer_goes_on_when_its_page_is_gone_and_is_there_when_the_thread_is_loaded_again(string streams)
    {
        var thread = await BeginAsync();
        using var leaving = new CancellationTokenSource();
        var asking = AskAsync($"{Messages(thread)}?stream={streams}", leaving.Token);
        var call = (await Provider.NextCallAsync()).Accept().Text("Half ");
        var generation = Host.Engine.Active(new("local", IsAdmin: true)).Single();
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(asking.InTime());
        var half = (await ResultsAsync(Messages(thread)))[^1];
        call.Text("and half").Finish();
        await generation.CleanedUpAsync();
        var whole = (await ResultsAsync(Messages(thread)))[^1];

        (half.Text("content"), half.Text("status")).ShouldBe(("Half ", "active"));
        (whole.Text("content"), whole.Text("status")).ShouldBe(("Half and half", null));
    }

    [Fact]
    public async Task The_same_key_means_the_same_answer_and_one_message()
    {
        var thread = await BeginAsync();
        using var first = await StreamAsync(thread, "Hello", ("Idempotency-Key", "k"));
        using var second = await StreamAsync(thread, "Hello", ("Idempotency-Key", "k"));
        (await Provider.NextCallAsync()).Accept().Text("Hi").Finish();

        (await second.TextAsync()).ShouldBe(await first.TextAsync());
        (await ResultsAsync(Messages(thread))).Count.ShouldBe(2);
        using var elsewhere = await StreamAsync(await BeginAsync(), "Hello", ("Idempotency-Key", "k"));
        ((int)elsewhere.StatusCode).ShouldBe(400);
        using var other = await StreamAsync(thread, "Hello", ("Tokenrill-Session", "other"));
        ShouldBeError(await other.JsonAsync(), "invalid_request", "Tokenrill-Session: differs from the thread in the path");
    }

    [Fact]
    public async Task A_silent_stream_is_kept_alive_by_what_its_page_does_not_look_at()
    {
        var ever = TimeSpan.FromDays(10_000);
        Options.Deadlines = new() { Connect = ever, FirstToken = ever, BetweenTokens = ever, Total = ever };
        using var response = await StreamAsync(await BeginAsync());
        var page = new ChatInterface(response);
        var call = (await Provider.NextCallAsync()).Accept();
        var reading = page.IgnoreAsync();
        // The reader says when it wants to be woken after it has written, so time moves until it has.
        while (!reading.IsCompleted)
        {
            Time!.Advance(Options.Readers.Heartbeat);
            await Task.Yield();
        }
        await reading;
        call.Text("Hi").Finish();

        (await page.EndAsync()).Ignored.ShouldAllBe(line => line == ": keep-alive");
        page.Shown.ShouldBe("Hi");
    }

    private async Task AskAsync(string path, CancellationToken leaving)
    {
        using var response = await Client.SendAsync(Post(path, """{"content":"Hello"}"""), HttpCompletionOption.ResponseHeadersRead, leaving);
        await response.Content.ReadAsStringAsync(leaving);
    }
}
