using System.Net;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Native;

public sealed class ReadTests : NativeTest
{
    private static readonly string[] Pieces = ["one ", "two ", "three"];

    [Fact]
    public async Task A_reader_resumes_behind_the_event_it_names()
    {
        var id = await Client.StartLaterAsync();
        var call = await Provider.NextCallAsync();
        foreach (var piece in Pieces)
            call.Text(piece);

        using var response = await Client.OpenAsync(Get($"/v1/generations/{id}/events?after=2"));
        call.Finish();

        (await response.EventsAsync()).Select(next => next.Json.Number("seq")).ShouldBe([3, 4, 5]);
    }

    [Fact]
    public async Task The_header_of_a_reconnecting_client_wins_over_its_address()
    {
        var id = await FinishedAsync();

        using var response = await Client.OpenAsync(Get($"/v1/generations/{id}/events?after=1").With("Last-Event-ID", $"{id}:3"));

        (await response.EventsAsync()).Select(next => next.Json.Number("seq")).ShouldBe([4, 5]);
    }

    [Fact]
    public async Task A_stream_cut_at_every_event_and_resumed_is_the_stream_that_was_never_cut()
    {
        var id = await FinishedAsync();
        using var whole = await Client.OpenAsync(Get($"/v1/generations/{id}/events"));
        var expected = (await whole.EventsAsync()).ConvertAll(next => (next.Id, next.Event, next.Data));

        for (var after = 0; after < expected.Count; after++)
        {
            using var rest = await Client.OpenAsync(Get($"/v1/generations/{id}/events").With("Last-Event-ID", $"{id}:{after}"));
            (await rest.EventsAsync()).Select(next => (next.Id, next.Event, next.Data)).ShouldBe(expected.Skip(after));
        }
    }

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("application/x-ndjson")]
    public async Task Behind_the_last_event_there_is_nothing_more_to_come(string accept)
    {
        var id = await FinishedAsync();

        using var response = await Client.OpenAsync(Get($"/v1/generations/{id}/events?after=5").Accepting(accept));

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await response.TextAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Json_is_the_events_there_are_now()
    {
        var id = await Client.StartLaterAsync();
        (await Provider.NextCallAsync()).Text("one ");

        var (status, all) = await Client.CallAsync(Get($"/v1/generations/{id}/events").Accepting("application/json"));
        var (_, rest) = await Client.CallAsync(Get($"/v1/generations/{id}/events?after=1").Accepting("application/json"));
        var (_, none) = await Client.CallAsync(Get($"/v1/generations/{id}/events?after=2").Accepting("application/json"));

        status.ShouldBe(200);
        all.EnumerateArray().Select(next => next.Text("type")).ShouldBe(["started", "text"]);
        rest.ToString().ShouldBe("""[{"seq":2,"type":"text","text":"one "}]""");
        none.ToString().ShouldBe("[]");
    }

    [Fact]
    public async Task Json_of_a_long_log_is_one_array()
    {
        var id = await Client.StartLaterAsync();
        var call = await Provider.NextCallAsync();
        for (var i = 0; i < 5000; i++)
            call.Text($"token {i} ");

        var (_, all) = await Client.CallAsync(Get($"/v1/generations/{id}/events").Accepting("application/json"));

        all.EnumerateArray().Select(next => next.Number("seq")).ShouldBe(Enumerable.Range(1, 5001));
    }

    [Theory]
    [InlineData("?after=x", null, 400, "after")]
    [InlineData("?after=-1", null, 400, "after")]
    [InlineData("?after=", null, 400, "after")]
    [InlineData("?after=1.5", null, 400, "after")]
    [InlineData("?after=99999999999", null, 400, "after")]
    [InlineData("?after=99", null, 404, "after")]
    [InlineData("", "5", 400, "Last-Event-ID")]
    [InlineData("", "{id}:x", 400, "Last-Event-ID")]
    [InlineData("", "{id}:", 400, "Last-Event-ID")]
    [InlineData("", ":1", 400, "Last-Event-ID")]
    [InlineData("?after=1", "{id}:-1", 400, "Last-Event-ID")]
    [InlineData("?after=1", "gen_00000000000000000000000000000000:1", 404, "Last-Event-ID")]
    [InlineData("", "{id}:99", 404, "after")]
    public async Task A_cursor_that_is_wrong_is_refused_by_name(string query, string? header, int status, string field)
    {
        var id = await FinishedAsync();
        var request = Get($"/v1/generations/{id}/events{query}");
        if (header is not null)
            request.With("Last-Event-ID", header.Replace("{id}", id, StringComparison.Ordinal));

        var (actual, problem) = await Client.CallAsync(request);

        (actual, problem.Text("field")).ShouldBe((status, field));
        problem.Text("code").ShouldBe(status == 404 ? "not_found" : "invalid_request");
    }

    [Fact]
    public async Task What_a_lost_client_missed_is_there_when_it_comes_back()
    {
        await using var relay = new TcpRelay(Host.BaseAddress.Port);
        using var through = Host.NewClient(address: relay.Address);
        using var response = await through.OpenAsync(Post("/v1/generations", Hello));
        var connection = await relay.NextConnectionAsync();
        var call = await Provider.NextCallAsync();
        call.Text("one ");
        await using (var stream = SseClient.ReadAsync(response, Ending).GetAsyncEnumerator(Ending))
        {
            do
                (await stream.MoveNextAsync().InTime()).ShouldBeTrue();
            while (stream.Current.Event != "text");
            connection.Cut(reset: true);
        }

        call.Text("two ").Text("three").Finish();
        using var rest = await Client.OpenAsync(Get($"{response.Headers.Location}/events").With("Last-Event-ID", $"{response.Generation()}:2"));

        (await rest.EventsAsync()).Select(next => next.Json.Text("text")).ShouldBe(["two ", "three", null]);
    }

    [Fact]
    public async Task A_reader_that_is_cut_off_by_a_failing_provider_gets_a_terminal_event()
    {
        using var response = await Client.OpenAsync(Post("/v1/generations", Hello));
        (await Provider.NextCallAsync()).Accept().Text("part").Fail(ErrorCode.ProviderDisconnected, "https://secret.example closed");

        var last = (await response.EventsAsync())[^1];

        last.Event.ShouldBe("failed");
        var error = last.Json.GetProperty("error");
        (error.Text("code"), error.GetProperty("retryable").GetBoolean()).ShouldBe(("provider_disconnected", true));
        last.Data!.ShouldNotContain("secret.example");
        (await Host.Log.LineAsync(error.Text("id")!)).ShouldContain("secret.example");
    }

    private async Task<string> FinishedAsync()
    {
        var id = await Client.StartLaterAsync();
        var call = await Provider.NextCallAsync();
        foreach (var piece in Pieces)
            call.Text(piece);
        call.Finish();
        // Its end is in the log when the provider has returned and the engine has seen it.
        using var end = await Client.OpenAsync(Get($"/v1/generations/{id}/events"));
        (await end.EventsAsync()).Count.ShouldBe(5);
        return id;
    }
}

public sealed class HeartbeatTests : NativeTest
{
    public HeartbeatTests()
    {
        Time = new FakeTime();
        // Time is moved until the heartbeat is there, however far that is.
        Options.Deadlines = new() { Connect = TimeSpan.MaxValue, FirstToken = TimeSpan.MaxValue, BetweenTokens = TimeSpan.MaxValue, Total = TimeSpan.MaxValue };
    }

    [Theory]
    [InlineData("text/event-stream", ":\n\n")]
    [InlineData("application/x-ndjson", "\n")]
    public async Task A_silent_stream_is_kept_alive_without_an_event(string accept, string heartbeat)
    {
        using var response = await Client.OpenAsync(Post("/v1/generations", Hello).Accepting(accept));
        await using var stream = await response.Content.ReadAsStreamAsync(Ending);
        await ReadUntilAsync(stream, accept == "text/event-stream" ? "\"}\n\n" : "\"}\n");

        for (var beats = 0; beats < 3; beats++)
        {
            var beat = ReadAsync(stream, heartbeat.Length);
            while (!beat.IsCompleted)
            {
                Time!.Advance(Options.Readers.Heartbeat);
                await Task.Yield();
            }
            (await beat).ShouldBe(heartbeat);
        }
        Host.Engine.Active(new("local")).Single().Log.LastSequence.ShouldBe(1);
    }

    private static async Task<string> ReadAsync(Stream stream, int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, Ending).InTime();
        return System.Text.Encoding.UTF8.GetString(bytes);
    }

    private static async Task ReadUntilAsync(Stream stream, string end)
    {
        var seen = "";
        while (!seen.EndsWith(end, StringComparison.Ordinal))
            seen += await ReadAsync(stream, 1);
    }
}
