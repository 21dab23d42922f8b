using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Native;

public sealed class StateTests : NativeTest
{
    public StateTests() => Http = WithKeys;

    [Fact]
    public async Task The_state_of_a_running_generation_is_what_it_has_said_so_far()
    {
        var id = await Client.StartLaterAsync(key: Ada);
        (await Provider.NextCallAsync()).Text("Hel");

        var (status, state) = await Client.CallAsync(Get($"/v1/generations/{id}").As(Ada));

        status.ShouldBe(200);
        (state.Text("id"), state.Text("status"), state.Text("text"), state.Number("last_seq")).ShouldBe((id, "active", "Hel", 2));
        foreach (var absent in new[] { "ended_at", "finish_reason", "error", "usage", "stats", "tool_calls", "reasoning", "session", "metadata" })
            state.TryGetProperty(absent, out _).ShouldBeFalse(absent);
    }

    [Fact]
    public async Task Readers_are_counted()
    {
        using var reading = await Client.OpenAsync(Post("/v1/generations", Hello).As(Ada));
        using var second = await Client.OpenAsync(Get($"{reading.Headers.Location}/events").As(Ada));

        (await Client.CallAsync(Get(reading.Headers.Location!.ToString()).As(Ada))).Json.Number("readers").ShouldBe(2);
    }

    [Fact]
    public async Task Stop_is_202_when_it_stopped_something_and_200_ever_after()
    {
        using var reading = await Client.OpenAsync(Post("/v1/generations", Hello).As(Ada));
        var call = await Provider.NextCallAsync();
        call.Text("Hel");
        var stop = $"{reading.Headers.Location}/stop";

        var (first, state) = await Client.CallAsync(Post(stop).As(Ada));
        var (second, again) = await Client.CallAsync(Post(stop).As(Ada));

        (first, state.Text("status"), state.Text("text")).ShouldBe((202, "cancelled", "Hel"));
        (second, again.ToString()).ShouldBe((200, state.ToString().Replace("\"readers\":1", $"\"readers\":{again.Number("readers")}", StringComparison.Ordinal)));
        await call.Cancelled.InTime();
        var last = (await reading.EventsAsync())[^1];
        (last.Event, last.Json.Text("reason")).ShouldBe(("cancelled", "stop"));
    }

    [Fact]
    public async Task Stop_before_the_first_token_ends_the_generation()
    {
        var id = await Client.StartLaterAsync(key: Ada);

        (await Client.CallAsync(Post($"/v1/generations/{id}/stop").As(Ada))).Status.ShouldBe(202);

        await (await Provider.NextCallAsync()).Cancelled.InTime();
    }

    [Fact]
    public async Task What_runs_is_listed_to_its_owner_and_all_of_it_to_an_admin()
    {
        var mine = await Client.StartLaterAsync(key: Ada);
        (await Provider.NextCallAsync()).Text("said");
        var theirs = await Client.StartLaterAsync(key: Ben);

        (await IdsAsync(Ada)).ShouldBe([mine]);
        (await IdsAsync(Ben)).ShouldBe([theirs]);
        (await IdsAsync(Root)).ShouldBe([mine, theirs]);
        var (_, list) = await Client.CallAsync(Get("/v1/generations?status=active").As(Ada));
        list.GetProperty("data")[0].TryGetProperty("text", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("/v1/generations")]
    [InlineData("/v1/generations?status=done")]
    public async Task A_list_of_anything_else_is_refused(string path)
    {
        var (status, problem) = await Client.CallAsync(Get(path).As(Ada));

        (status, problem.Text("field")).ShouldBe((400, "status"));
    }

    private async Task<List<string?>> IdsAsync(Security.ApiKeyOptions key) =>
        [.. (await Client.CallAsync(Get("/v1/generations?status=active").As(key))).Json.GetProperty("data").EnumerateArray().Select(state => state.Text("id"))];
}
