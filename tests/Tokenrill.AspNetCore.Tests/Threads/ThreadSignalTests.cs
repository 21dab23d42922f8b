using System.Net;
using Tokenrill.AspNetCore.Tests.Native;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Threads;

/// <summary>A thread's signals, listed and dismissed.</summary>
public sealed class ThreadSignalTests : ThreadSignalTest
{
    [Fact]
    public async Task Signals_are_listed_and_name_their_message()
    {
        var thread = await BeginAsync();
        await TurnAsync(thread, "Ship in May");
        var (status, list) = await Client.CallAsync(Get(Signals(thread)));

        status.ShouldBe(200);
        var signal = list.GetProperty("results")[0];
        var said = (await ResultsAsync(Messages(thread)))[0].Text("id");
        list.GetRawText().ShouldBe(
            $$"""{"count":1,"results":[{"id":"{{signal.Text("id")}}","thread_id":"{{thread}}","kind":"goal","text":"Ship in May","confidence":0.8,"message_id":"{{said}}","created_at":"{{signal.Text("created_at")}}"}]}""");
        (await GoalsAsync(Signals(await BeginAsync()))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Since_gives_what_came_later_and_not_the_last_again()
    {
        var thread = await BeginAsync();
        await TurnAsync(thread, "One", "Two");
        // Less than a millisecond behind a whole one: clients are told no more than that.
        Time!.Advance(TimeSpan.FromTicks(20_000_005));
        await TurnAsync(thread, "Three");
        var times = (await ResultsAsync(Signals(thread))).Select(signal => signal.Text("created_at")!).ToList();

        (await GoalsAsync(Signals(thread, $"&since={times[0]}"))).ShouldBe(["Three"]);
        (await GoalsAsync(Signals(thread, $"&since={times[2]}"))).ShouldBeEmpty();
        // As Python writes it, and with the plus that a browser did not escape.
        foreach (var zone in new[] { "%2B00:00", "+00:00", "" })
            (await GoalsAsync(Signals(thread, $"&since={times[0].TrimEnd('Z')}000{zone}"))).ShouldBe(["Three"]);
        (await GoalsAsync(Signals(thread, "&since=2025-12-31"))).ShouldBe(["One", "Two", "Three"]);
    }

    [Theory]
    [InlineData("/api/signals/", 400, "thread_id: is required")]
    [InlineData("/api/signals/?thread_id=nobody", 404, "There is no such session.")]
    [InlineData("/api/signals/?thread_id={id}&since=yesterday", 400, "since: must be an ISO 8601 time, such as 2026-01-31T12:00:00Z")]
    [InlineData("/api/signals/?thread_id={id}&since=2026-13-01T00:00:00Z", 400, "since: must be an ISO 8601 time, such as 2026-01-31T12:00:00Z")]
    [InlineData("/api/signals/?thread_id={id}&since=", 400, "since: must be an ISO 8601 time, such as 2026-01-31T12:00:00Z")]
    public async Task A_list_that_cannot_be_is_refused_with_what_would_be_right(string path, int expected, string detail)
    {
        var (status, error) = await Client.CallAsync(Get(path.Replace("{id}", await BeginAsync(), StringComparison.Ordinal)));

        status.ShouldBe(expected);
        ShouldBeError(error, expected == 404 ? "not_found" : "invalid_request", detail);
    }

    [Fact]
    public async Task A_dismissed_signal_is_listed_no_more_and_dismissing_it_again_changes_nothing()
    {
        var thread = await BeginAsync();
        await TurnAsync(thread, "One", "Two");
        var first = (await ResultsAsync(Signals(thread)))[0];
        foreach (var path in new[] { "/dismiss/", "/dismiss" })
        {
            var (status, dismissed) = await Client.CallAsync(Post($"/api/signals/{first.Text("id")}{path}"));
            status.ShouldBe(200);
            dismissed.GetRawText().ShouldBe(first.GetRawText());
            (await GoalsAsync(Signals(thread))).ShouldBe(["Two"]);
        }

        var (missing, error) = await Client.CallAsync(Post("/api/signals/sig_x/dismiss/"));
        missing.ShouldBe(404);
        ShouldBeError(error, "not_found", "There is no such signal.");
    }

    [Fact]
    public async Task A_list_that_has_not_changed_is_not_sent_again()
    {
        var thread = await BeginAsync();
        await TurnAsync(thread, "One");
        using var first = await Client.OpenAsync(Get(Signals(thread)));
        var tag = first.Headers.ETag!.ToString();
        tag.ShouldMatch("^\"[0-9a-f]{32}\"$");
        first.Headers.CacheControl!.ToString().ShouldBe("no-cache, private");
        foreach (var known in new[] { tag, $"W/{tag}", $"\"other\", {tag}", "*" })
        {
            using var again = await Client.OpenAsync(Get(Signals(thread)).With("If-None-Match", known));
            again.StatusCode.ShouldBe(HttpStatusCode.NotModified, known);
            (await again.TextAsync()).ShouldBeEmpty();
            again.Headers.ETag!.ToString().ShouldBe(tag);
            again.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(15));
        }
        foreach (var other in new[] { "\"other\"", "other", "" })
            (await Client.CallAsync(Get(Signals(thread)).With("If-None-Match", other))).Status.ShouldBe(200, other);

        // What changes nothing in the list changes no tag, and what does changes it.
        await TurnAsync(thread);
        (await StatusAsync(thread, tag)).ShouldBe(304);
        (await Client.CallAsync(Post($"/api/signals/{(await ResultsAsync(Signals(thread)))[0].Text("id")}/dismiss/"))).Status.ShouldBe(200);
        (await StatusAsync(thread, tag)).ShouldBe(200);
    }

    [Fact]
    public async Task Pages_of_other_origins_may_ask_and_see_the_tag()
    {
        using var preflight = await Client.OpenAsync(new HttpRequestMessage(HttpMethod.Options, Signals("x"))
            .With("Origin", "http://localhost:5173").With("Access-Control-Request-Method", "GET").With("Access-Control-Request-Headers", "if-none-match"));
        preflight.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        preflight.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["http://localhost:5173"]);
        preflight.Headers.GetValues("Access-Control-Allow-Headers").ShouldBe(["if-none-match"]);
        using var speaking = await Client.OpenAsync(new HttpRequestMessage(HttpMethod.Options, $"{Messages("x")}?stream=true")
            .With("Origin", "http://localhost:5173").With("Access-Control-Request-Method", "POST").With("Access-Control-Request-Headers", "authorization,content-type"));
        speaking.Headers.GetValues("Access-Control-Allow-Headers").ShouldBe(["authorization,content-type"]);

        using var response = await Client.OpenAsync(Get(Signals(await BeginAsync())).With("Origin", "http://localhost:5173"));
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["http://localhost:5173"]);
        var exposed = response.Headers.GetValues("Access-Control-Expose-Headers").Single().Split(',');
        exposed.ShouldContain("ETag");
        exposed.ShouldContain("Retry-After");
    }

    private async Task<int> StatusAsync(string thread, string tag) => (await Client.CallAsync(Get(Signals(thread)).With("If-None-Match", tag))).Status;
}
