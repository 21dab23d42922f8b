using System.Text;
using Tokenrill.AspNetCore.Tests.Native;
using Tokenrill.Options;

namespace Tokenrill.AspNetCore.Tests.Synapse;

public sealed class SynapseStreamTests : SynapseTest
{
    [Fact]
    public async Task A_stream_is_what_Synapse_sends_to_the_letter()
    {
        using var response = await ChatAsync(Body(stream: true));
        await TellAsync();

        (await response.TextAsync()).ShouldBe(
            "data: {\"content\":\"Hel\",\"full_content\":\"Hel\",\"chunk_id\":1,\"timestamp\":\"2026-01-01T01:00:00.200Z\",\"done\":false,\"model\":\"scripted/model\",\"error\":null,"
            + "\"streaming_stats\":{\"total_chunks\":1,\"total_characters\":3,\"elapsed_time\":0.2,\"words_per_second\":5,\"chunk_latency\":0.2,\"average_chunk_size\":3}}\n\n"
            + "data: {\"content\":\"lo you\",\"full_content\":\"Hello you\",\"chunk_id\":2,\"timestamp\":\"2026-01-01T01:00:00.512Z\",\"done\":false,\"model\":\"scripted/model\",\"error\":null,"
            + "\"streaming_stats\":{\"total_chunks\":2,\"total_characters\":9,\"elapsed_time\":0.512,\"words_per_second\":3.9,\"chunk_latency\":0.312,\"average_chunk_size\":4.5}}\n\n"
            + "data: {\"content\":\"\",\"full_content\":\"Hello you\",\"chunk_id\":3,\"timestamp\":\"2026-01-01T01:00:01.000Z\",\"done\":true,\"model\":\"scripted/model\",\"error\":null,"
            + "\"streaming_stats\":{\"total_chunks\":2,\"total_characters\":9,\"elapsed_time\":1,\"words_per_second\":2,\"chunk_latency\":0.488,\"average_chunk_size\":4.5}}\n\n");
    }

    [Fact]
    public async Task An_answer_in_one_piece_is_what_Synapse_sends_to_the_letter()
    {
        var answer = ChatAsync(Body(stream: false));
        await TellAsync();
        using var response = await answer;

        ((int)response.StatusCode).ShouldBe(200);
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json");
        (await response.TextAsync()).ShouldBe("""{"message":"Hello you","timestamp":"2026-01-01T01:00:01.000Z","model":"scripted/model"}""");
    }

    [Fact]
    public async Task Headers_leave_before_the_provider_says_anything()
    {
        // Time stands still and the provider is silent, so nothing else can have let them go.
        using var response = await ChatAsync(Body(stream: true));

        ((int)response.StatusCode).ShouldBe(200);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/event-stream; charset=utf-8");
        response.Headers.NonValidated["Cache-Control"].ToString().ShouldBe("no-cache, no-store, no-transform");
        response.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
        response.Generation().ShouldStartWith("gen_");
    }

    [Fact]
    public async Task The_page_shows_each_chunk_when_it_comes()
    {
        using var response = await ChatAsync(Body(stream: true));
        var page = new SynapsePage(response);
        var call = (await Provider.NextCallAsync()).Accept();

        foreach (var (text, shown) in new[] { ("one", "one"), (" two", "one two"), (" three", "one two three") })
        {
            call.Text(text);
            (await page.NextAsync()).ShouldNotBeNull();
            page.Shown.ShouldBe(shown);
        }
        call.Finish();
        (await page.NextAsync()).ShouldNotBeNull();
        page.Finished.ShouldBe("one two three");
        (await page.NextAsync()).ShouldBeNull();
        page.Ignored.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reasoning_and_tool_calls_are_left_out()
    {
        using var response = await ChatAsync(Body(stream: true));
        (await Provider.NextCallAsync()).Accept().Reasoning("hm").Text("Hi").ToolCall(0, "call_1", "search", "{}").Usage(1, 2).Finish();

        var chunks = await new SynapsePage(response).AllAsync();

        chunks.Select(chunk => (chunk.Number("chunk_id"), chunk.Text("content"))).ShouldBe([(1, "Hi"), (2, "")]);
        chunks[^1].GetProperty("streaming_stats").Number("total_chunks").ShouldBe(1);
    }

    [Fact]
    public async Task Odd_characters_reach_the_page_as_the_provider_said_them()
    {
        var odd = Encoding.UTF8.GetBytes("\"quoted\" \\ \0 \r\n\n\t \u2028\u2029\u0085\uFEFF\u007f data: {}\n\n </script> 👩‍👩‍👧 e\u0301 \uFFFD");
        using var response = await ChatAsync(Body(stream: true));
        var call = (await Provider.NextCallAsync()).Accept();
        // One byte at a time: every character of more than one is split.
        for (var i = 0; i < odd.Length; i++)
            call.Text(odd.AsSpan(i, 1));
        call.Finish();

        var page = new SynapsePage(response);
        var chunks = await page.AllAsync();

        page.Shown.ShouldBe(Encoding.UTF8.GetString(odd));
        page.Finished.ShouldBe(page.Shown);
        page.Ignored.ShouldBeEmpty();
        var sofar = "";
        foreach (var chunk in chunks)
            chunk.Text("full_content").ShouldBe(sofar += chunk.Text("content"));
    }

    [Fact]
    public async Task A_newer_request_in_the_session_takes_over_and_the_same_key_does_not_ask_twice()
    {
        using var older = await ChatAsync(Body(stream: true), ("Tokenrill-Session", "s-1"));
        await Provider.NextCallAsync();
        using var newer = await ChatAsync(Body(stream: true), ("Tokenrill-Session", "s-1"), ("Idempotency-Key", "k-1"));
        (await Provider.NextCallAsync()).Accept().Text("Hi").Finish();
        using var again = await ChatAsync(Body(stream: true), ("Tokenrill-Session", "s-1"), ("Idempotency-Key", "k-1"));

        (await new SynapsePage(older).AllAsync()).Single().Text("error")!.ShouldContain("newer request");
        (await again.TextAsync()).ShouldBe(await newer.TextAsync());
        Provider.Calls.Count.ShouldBe(2);
    }

    /// <summary>"Hel" after 200 ms, "lo you" 312 ms later, and the end at 1 s.</summary>
    private async Task TellAsync()
    {
        var call = (await Provider.NextCallAsync()).Accept();
        Wait(200);
        call.Text("Hel");
        Wait(312);
        call.Text("lo you");
        Wait(488);
        call.Finish();
    }
}

public sealed class SynapseFinalContentTests : SynapseTest
{
    public SynapseFinalContentTests() => Http = new() { Dialects = new() { Synapse = new() { FullContent = Dialects.Synapse.FullContent.Final } } };

    [Theory, InlineData(true), InlineData(false)]
    public async Task Only_the_last_chunk_has_the_whole_answer_broken_or_not(bool breaks)
    {
        using var response = await ChatAsync(Body(stream: true));
        var call = (await Provider.NextCallAsync()).Accept().Text("Hel").Text("lo");
        if (breaks)
            call.Fail(ErrorCode.ProviderDisconnected);
        else
            call.Finish();

        var chunks = await new SynapsePage(response).AllAsync();

        chunks.Select(chunk => (chunk.Text("content"), chunk.Text("full_content"))).ShouldBe([("Hel", ""), ("lo", ""), ("", "Hello")]);
    }
}

public sealed class SynapseIdleTests
{
    [Fact]
    public async Task An_idle_stream_is_kept_alive_by_comments_that_the_page_does_not_see()
    {
        var provider = new ScriptedProvider();
        await using var host = await TestHost.StartAsync(ModelCatalogs.Of(("scripted", provider)), new TokenrillOptions { Readers = { Heartbeat = TimeSpan.FromSeconds(1) } });
        using var response = await host.Client.OpenAsync(NativeCalls.Post("/chat", """{"conversation":[{"role":"user","content":"Hello"}],"stream":true}"""));
        var call = (await provider.NextCallAsync()).Accept();
        await using var events = SseClient.ReadAsync(response, NativeCalls.Ending).GetAsyncEnumerator(NativeCalls.Ending);

        (await events.MoveNextAsync().InTime()).ShouldBeTrue();

        events.Current.Comments.ShouldBe([" keep-alive"]);
        (events.Current.Data, events.Current.Event, events.Current.Id, events.Current.Retry).ShouldBe((null, null, null, null));
        call.Finish();
    }

    [Fact]
    public async Task After_a_fallback_the_chunks_name_the_model_that_answers()
    {
        var (first, second) = (new ScriptedProvider(), new ScriptedProvider());
        await using var host = await TestHost.StartAsync(ModelCatalogs.Of(("first", first), ("second", second)));
        using var response = await host.Client.OpenAsync(NativeCalls.Post("/chat", """{"conversation":[{"role":"user","content":"Hello"}],"stream":true}"""));
        (await first.NextCallAsync()).Fail(ErrorCode.ProviderUnavailable);
        (await second.NextCallAsync()).Accept().Text("Hi").Finish();

        (await new SynapsePage(response).AllAsync()).Select(chunk => chunk.Text("model")).ShouldBe(["second/model", "second/model"]);
    }
}
