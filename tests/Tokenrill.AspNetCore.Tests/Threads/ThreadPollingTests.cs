using Tokenrill.AspNetCore.Tests.Native;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Threads;

/// <summary>How often a page asks for signals that does as it is told: the report's 1,200 polls an hour cannot happen.</summary>
public sealed class ThreadPollingTests : ThreadSignalTest
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData("/api/signals/?thread_id={0}")]
    [InlineData("/v1/sessions/{0}/signals")]
    public async Task With_signals_it_is_240_times_an_hour_and_all_but_the_first_are_empty_answers(string path)
    {
        var thread = await BeginAsync();
        await TurnAsync(thread, "One");
        var page = Page(path, thread);
        await page.PollAsync(Hour);

        page.Polls.Select(poll => poll.At).ShouldBe(Enumerable.Range(0, 240).Select(poll => poll * 15d));
        page.Polls.Select(poll => poll.Status).ShouldBe([200, .. Enumerable.Repeat(304, 239)]);
    }

    [Fact]
    public async Task Without_signals_it_stops_after_a_minute()
    {
        var thread = await BeginAsync();
        await TurnAsync(thread);
        var page = Page("/api/signals/?thread_id={0}", thread);
        await page.PollAsync(Hour);

        page.Polls.Select(poll => poll.At).ShouldBe([0, 3, 6, 9, 12, 15, 20, 25, 30, 35, 40, 50, 60]);
        page.Polls.Count(poll => poll.Status == 200).ShouldBe(1);
    }

    [Fact]
    public async Task It_stops_when_every_signal_was_dismissed()
    {
        var thread = await BeginAsync();
        await TurnAsync(thread, "One");
        await Client.CallAsync(Post($"/api/signals/{(await ResultsAsync(Signals(thread)))[0].Text("id")}/dismiss/"));
        Time!.Advance(TimeSpan.FromMinutes(1));
        var page = Page("/api/signals/?thread_id={0}", thread);
        await page.PollAsync(Hour);

        page.Polls.ShouldBe([(0, 200)]);
    }

    [Fact]
    public async Task A_list_that_since_leaves_empty_is_asked_for_as_one_with_signals()
    {
        var thread = await BeginAsync();
        await TurnAsync(thread, "One");
        var page = Page("/api/signals/?thread_id={0}&since=2099-01-01", thread);
        await page.PollAsync(TimeSpan.FromMinutes(1));

        page.Polls.Select(poll => poll.At).ShouldBe([0, 15, 30, 45]);
        page.Shown.Number("count").ShouldBe(0);
    }

    [Fact]
    public async Task Who_follows_the_sessions_log_polls_nothing_and_is_told_in_the_moment()
    {
        var thread = await BeginAsync();
        using var following = await Client.OpenAsync(Get($"/v1/sessions/{thread}/events").Accepting("text/event-stream"));
        var events = following.EventsAsync();
        await TurnAsync(thread, "One");
        var created = Time!.GetUtcNow();
        var id = Host.Engine.Sessions.Find(new("local"), thread).Signals.All[0].Id;
        await Client.CallAsync(Post($"/v1/sessions/{thread}/signals/{id}/dismiss"));
        await Client.CallAsync(new HttpRequestMessage(HttpMethod.Delete, $"{Threads}{thread}/"));
        var told = await events.InTime();

        var signal = told[^2].Json;
        signal.Text("type").ShouldBe("signal.created");
        (signal.GetProperty("signal").Text("id"), signal.GetProperty("signal").Text("text")).ShouldBe((id, "One"));
        signal.Text("at").ShouldBe(signal.GetProperty("signal").Text("created_at"));
        (told[^1].Json.Text("type"), told[^1].Json.Text("signal_id")).ShouldBe(("signal.dismissed", id));
        // No time has passed, so it did not wait for anything.
        Time.GetUtcNow().ShouldBe(created);
    }

    private SidebarPage Page(string path, string thread) => new(Client, Time!, path.Replace("{0}", thread, StringComparison.Ordinal));
}
