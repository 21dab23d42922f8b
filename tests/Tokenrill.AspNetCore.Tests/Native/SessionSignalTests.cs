using Tokenrill.AspNetCore.Tests.Threads;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Native;

/// <summary>A session's signals in the native protocol.</summary>
public sealed class SessionSignalTests : ThreadSignalTest
{
    public SessionSignalTests() => Http = WithKeys;

    [Fact]
    public async Task Signals_are_listed_the_dismissed_ones_too()
    {
        var (session, ids) = await BeginAsync("One", "Two");
        var (status, dismissed) = await Client.CallAsync(Post($"/v1/sessions/{session}/signals/{ids[0]}/dismiss").As(Ada));
        status.ShouldBe(200);
        dismissed.GetProperty("dismissed").GetBoolean().ShouldBeTrue();
        (await Client.CallAsync(Post($"/v1/sessions/{session}/signals/{ids[0]}/dismiss").As(Ada))).Json.GetRawText().ShouldBe(dismissed.GetRawText());
        var list = (await Client.CallAsync(Get($"/v1/sessions/{session}/signals").As(Ada))).Json;

        var (first, second) = (list.GetProperty("data")[0], list.GetProperty("data")[1]);
        first.GetRawText().ShouldBe(dismissed.GetRawText());
        second.GetRawText().ShouldBe(
            $$"""{"id":"{{ids[1]}}","kind":"goal","text":"Two","confidence":0.8,"message_id":"{{second.Text("message_id")}}","created_at":"{{second.Text("created_at")}}"}""");
    }

    [Fact]
    public async Task Dismissing_changes_the_tag_once()
    {
        var (session, ids) = await BeginAsync("One");
        var tags = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            using var response = await Client.OpenAsync(Get($"/v1/sessions/{session}/signals").As(Ada));
            tags.Add(response.Headers.ETag!.ToString());
            await Client.CallAsync(Post($"/v1/sessions/{session}/signals/{ids[0]}/dismiss").As(Ada));
        }

        tags[1].ShouldNotBe(tags[0]);
        tags[2].ShouldBe(tags[1]);
    }

    [Fact]
    public async Task Signals_are_their_owners_alone()
    {
        var (session, ids) = await BeginAsync("One");
        foreach (var key in new[] { Ben, Root })
        {
            (await Client.CallAsync(Get($"/v1/sessions/{session}/signals").As(key))).Status.ShouldBe(404);
            (await Client.CallAsync(Post($"/v1/sessions/{session}/signals/{ids[0]}/dismiss").As(key))).Status.ShouldBe(404);
            (await Client.CallAsync(Get(Signals(session)).As(key))).Status.ShouldBe(404);
            (await Client.CallAsync(Post($"/api/signals/{ids[0]}/dismiss/").As(key))).Status.ShouldBe(404);
        }
        var (status, error) = await Client.CallAsync(Get(Signals(session)));
        status.ShouldBe(401);
        ShouldBeError(error, "unauthorized");
        (await Client.CallAsync(Post($"/v1/sessions/{session}/signals/sig_x/dismiss").As(Ada))).Status.ShouldBe(404);
        Host.Engine.Sessions.Find(new(Ada.Name), session).Signals.All.ShouldAllBe(signal => !signal.IsDismissed);
    }

    /// <summary>A session of Ada's with these goals, and their ids.</summary>
    private async Task<(string Session, List<string> Ids)> BeginAsync(params string[] goals)
    {
        var session = (await Client.CallAsync(Post("/v1/sessions").As(Ada))).Json.Text("id")!;
        using var response = await Client.OpenAsync(Post($"/v1/sessions/{session}/messages", """{"content":"Hello"}""").As(Ada));
        (await Provider.NextCallAsync()).Accept().Text("Hi").Finish();
        await ExtractAsync(session, Ada.Name, goals);
        return (session, [.. Host.Engine.Sessions.Find(new(Ada.Name), session).Signals.All.Select(signal => signal.Id)]);
    }
}
