using System.Text;
using Tokenrill.AspNetCore.Tests.Native;
using Tokenrill.Generations;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.AI4ArtsEd;

/// <summary>An EventSource that is cut off and comes back by itself, a second tab, and a page that asks again.</summary>
public sealed class TextStreamResumeTests : NativeTest
{
    private const string Stage1 = "/api/text_stream/stage1/run?text=Ein+Hund";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_page_that_is_cut_off_thirty_times_gets_every_chunk_once(int seed)
    {
        const int cuts = 30, tokens = 400;
        var random = new Random(seed);
        await using var relay = new TcpRelay(Host.BaseAddress.Port);
        for (var i = 0; i < cuts; i++)
            relay.CutNext(random.Next(1, 8000), reset: random.Next(2) == 0);
        await using var page = ArtsPage.Open(Host, Stage1, relay.Address);
        var call = (await Provider.NextCallAsync()).Accept();
        var generation = Running();
        using var room = new SemaphoreSlim(random.Next(1, 40));
        var writing = WriteAsync(call, tokens, room);

        var events = new List<SseEvent>();
        while (events.Count == 0 || events[^1].Event is "connected" or "chunk")
        {
            events.Add(await page.NextAsync());
            if (events[^1].Event == "chunk")
                room.Release();
        }
        await writing.InTime();
        await page.Ended;
        page.Text.ShouldBe(Encoding.UTF8.GetString(generation.Log.Text));
        page.Chunks.ShouldBe(tokens);
        // One for connected, which is said once, and for each chunk and the end; thinking has no event here.
        events.Select(next => next.Id).ShouldBe([.. new[] { 1 }.Concat(Enumerable.Range(3, tokens + 1)).Select(number => $"{generation.Id}:{number}")]);
        events.Select(next => next.Event).ShouldBe(["connected", .. Enumerable.Repeat("chunk", tokens), "complete"]);
        events[^1].Json.Text("final_text").ShouldBe(page.Text);
        // Each cut, the one that was whole, and the one that was told that nothing follows.
        (page.Connections, page.Refusal, Provider.Calls.Count).ShouldBe((cuts + 2, 204, 1));
    }

    [Fact]
    public async Task A_stream_that_goes_on_does_not_say_again_that_it_is_connected()
    {
        await using var relay = new TcpRelay(Host.BaseAddress.Port);
        await using var page = ArtsPage.Open(Host, Stage1, relay.Address);
        var call = (await Provider.NextCallAsync()).Accept();
        await page.NextAsync("connected");
        (await relay.NextConnectionAsync()).Cut(reset: true);
        await relay.NextConnectionAsync();
        call.Text("A ");
        (await page.NextAsync("chunk")).Json.Text("accumulated").ShouldBe("A ");
        relay.Connections.Last().Cut();
        await relay.NextConnectionAsync();
        call.Text("dog").Finish();

        (await page.NextAsync("chunk")).Json.Text("accumulated").ShouldBe("A dog");
        (await page.NextAsync("complete")).Json.Number("chunk_count").ShouldBe(2);
    }

    [Fact]
    public async Task A_second_tab_reads_the_same_generation_from_its_beginning()
    {
        await using var first = ArtsPage.Open(Host, Stage1);
        var call = (await Provider.NextCallAsync()).Accept().Text("A ");
        await first.NextAsync("connected");
        await first.NextAsync("chunk");
        await using var second = ArtsPage.Open(Host, Stage1);
        var id = (await second.NextAsync("connected")).Id;
        await second.NextAsync("chunk");
        call.Text("dog").Finish();

        id.ShouldBe($"{(await first.NextAsync("chunk")).Id!.Split(':')[0]}:1");
        await Task.WhenAll(first.Ended, second.Ended);
        (first.Text, second.Text, Provider.Calls.Count).ShouldBe(("A dog", "A dog", 1));
    }

    [Fact]
    public async Task Of_a_hundred_that_ask_at_once_all_read_one_generation()
    {
        Options.Limits.RequestsPerMinute = 1000;
        var pages = Enumerable.Range(0, 100).Select(_ => ArtsPage.Open(Host, Stage1)).ToList();
        var connected = await Task.WhenAll(pages.Select(page => page.NextAsync("connected")));

        connected.Select(next => next.Id).Distinct().Count().ShouldBe(1);
        (await Provider.NextCallAsync()).Accept().Text("A dog").Finish();
        await Task.WhenAll(pages.Select(page => page.Ended));
        pages.ShouldAllBe(page => page.Text == "A dog");
        Provider.Calls.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("/api/text_stream/stage1/run?text=Eine+Katze")]
    [InlineData("/api/text_stream/stage2/run?prompt=Ein+Hund")]
    public async Task Another_question_of_the_same_run_takes_its_place(string other)
    {
        await using var first = ArtsPage.Open(Host, Stage1);
        var asked = (await Provider.NextCallAsync()).Accept();
        await using var second = ArtsPage.Open(Host, other);
        (await Provider.NextCallAsync()).Accept().Text("A cat").Finish();

        (await first.AllAsync())[^1].Json.Text("message").ShouldBe("A newer request took over the session before this answer was complete.");
        (await second.AllAsync())[^1].Json.Text("final_text").ShouldBe("A cat");
        await asked.Cancelled.InTime();
        Provider.MaxActive.ShouldBe(1);
    }

    [Fact]
    public async Task Runs_do_not_disturb_each_other()
    {
        await using var first = ArtsPage.Open(Host, Stage1);
        (await Provider.NextCallAsync()).Accept();
        await using var second = ArtsPage.Open(Host, Stage1.Replace("/run", "/other", StringComparison.Ordinal));
        (await Provider.NextCallAsync()).Accept().Text("A dog").Finish();
        await second.Ended;

        Running().Session.ShouldBe("run");
    }

    [Fact]
    public async Task What_is_asked_again_when_it_has_ended_is_answered_anew_and_the_old_end_stays_an_end()
    {
        Provider.OnCall = call => call.Accept().Text($"Answer {Provider.Calls.Count}").Finish();
        await using var first = ArtsPage.Open(Host, Stage1);
        var last = (await first.AllAsync())[^1];
        await using var second = ArtsPage.Open(Host, Stage1);
        await second.Ended;
        await using var late = ArtsPage.Open(Host, Stage1, lastId: last.Id);
        await late.Ended;

        (first.Text, second.Text).ShouldBe(("Answer 1", "Answer 2"));
        (late.Refusal, late.Connections, Provider.Calls.Count).ShouldBe((204, 1, 2));
    }

    [Fact]
    public async Task A_page_that_is_closed_stops_nothing_and_finds_the_rest_when_it_is_opened_again()
    {
        var page = ArtsPage.Open(Host, Stage1);
        var call = (await Provider.NextCallAsync()).Accept().Text("A ");
        await page.NextAsync("connected");
        await page.NextAsync("chunk");
        await page.DisposeAsync();
        call.Text("dog");
        await using var again = ArtsPage.Open(Host, Stage1);
        await again.NextAsync("connected");
        call.Finish();
        await again.Ended;

        (again.Text, Provider.Calls.Count).ShouldBe(("A dog", 1));
    }

    /// <summary>Pushes tokens, only so far ahead of the page that it is cut now in what was, now in what comes.</summary>
    private static async Task WriteAsync(ScriptedCall call, int tokens, SemaphoreSlim room)
    {
        for (var i = 0; i < tokens; i++)
        {
            await room.WaitAsync(Ending);
            call.Text($"wörd {i} 🌍\n");
        }
        call.Finish();
    }

    private Generation Running() => Host.Engine.Active(new Caller("local", IsAdmin: true)).Single();
}
