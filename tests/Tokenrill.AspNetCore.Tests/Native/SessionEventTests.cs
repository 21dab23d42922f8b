using System.Text.Json;
using Tokenrill.Sessions;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Native;

/// <summary>The session's own log on the wire.</summary>
public sealed class SessionEventTests : NativeTest
{
    private const string Events = "/v1/sessions/s/events";

    public SessionEventTests()
    {
        Time = new FakeTime();
        Http = WithKeys;
    }

    [Fact]
    public async Task Who_follows_a_session_sees_each_thing_as_it_happens()
    {
        await BeginAsync();
        using var response = await OpenAsync(Events, "text/event-stream");
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/event-stream; charset=utf-8");
        response.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
        await using var events = SseClient.ReadAsync(response, Ending).GetAsyncEnumerator(Ending);
        (await NextAsync(events)).Retry.ShouldBe("1000");
        var id = await Client.StartLaterAsync("""{"prompt":"Hello","session":"s"}""", Ada);

        var log = LogId();
        var user = await NextAsync(events);
        user.Id.ShouldBe($"{log}:1");
        user.Event.ShouldBe("message.created");
        user.Json.Number("seq").ShouldBe(1);
        user.Json.GetProperty("message").Text("content").ShouldBe("Hello");
        (await NextAsync(events)).Json.Text("title").ShouldBe("Hello");
        var answer = (await NextAsync(events)).Json.GetProperty("message");
        answer.Text("generation").ShouldBe(id);
        answer.Text("status").ShouldBe("active");
        var started = (await NextAsync(events)).Json;
        started.Text("type").ShouldBe("generation.started");
        started.Text("generation").ShouldBe(id);
        started.Text("message_id").ShouldBe(answer.Text("id"));
        started.Text("model").ShouldBe("scripted/model");
        (await Provider.NextCallAsync()).Accept().Finish();
        var ended = (await NextAsync(events)).Json;
        ended.Text("type").ShouldBe("generation.ended");
        ended.Text("status").ShouldBe("completed");
        ended.Text("message_id").ShouldBe(answer.Text("id"));
    }

    [Fact]
    public async Task Who_comes_back_goes_on_where_they_were()
    {
        await BeginAsync();
        Rename(1, 5);
        var cursor = $"{LogId()}:3";
        using var resumed = await Client.OpenAsync(Get($"{Events}?after=1").As(Ada).Accepting("application/x-ndjson").With("Last-Event-ID", cursor));
        resumed.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        await using var lines = NdjsonClient.ReadAsync(resumed, Ending).GetAsyncEnumerator(Ending);

        foreach (var expected in new[] { 4, 5 })
        {
            (await lines.MoveNextAsync().InTime()).ShouldBeTrue();
            lines.Current.Json.Number("seq").ShouldBe(expected);
        }
        Numbers(await NowAsync("?after=4")).ShouldBe([5]);
        Numbers(await NowAsync("")).ShouldBe([1, 2, 3, 4, 5]);
        Numbers(await NowAsync("?after=5")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("?after=1", null, 404)]
    [InlineData("?after=x", null, 400)]
    [InlineData("", "ses_other:0", 404)]
    [InlineData("", "0", 400)]
    public async Task A_cursor_that_is_no_place_in_this_log_is_refused(string query, string? header, int status)
    {
        await BeginAsync();
        var request = Get(Events + query).As(Ada);
        (await Client.CallAsync(header is null ? request : request.With("Last-Event-ID", header))).Status.ShouldBe(status);
    }

    [Fact]
    public async Task A_cursor_before_what_is_kept_is_gone()
    {
        await BeginAsync();
        Rename(1, SessionLog.Kept + 1);
        var (status, problem) = await Client.CallAsync(Get($"{Events}?after=0").As(Ada));

        status.ShouldBe(410);
        problem.Text("code").ShouldBe("cursor_expired");
        problem.Text("detail")!.ShouldContain("the earliest event kept is 2");
    }

    [Fact]
    public async Task A_silent_log_is_kept_alive_by_heartbeats()
    {
        await BeginAsync();
        using var response = await OpenAsync(Events, "text/event-stream");
        await using var events = SseClient.ReadAsync(response, Ending).GetAsyncEnumerator(Ending);
        await NextAsync(events);
        await Time!.Armed(TimeSpan.FromSeconds(15)).InTime();
        Time.Advance(TimeSpan.FromSeconds(15));

        var heartbeat = await NextAsync(events);
        heartbeat.Comments.ShouldBe([""]);
        heartbeat.Data.ShouldBeNull();
    }

    [Fact]
    public async Task The_messages_say_from_where_to_follow()
    {
        await BeginAsync();
        await Client.StartLaterAsync("""{"prompt":"Hello","session":"s"}""", Ada);
        var messages = (await Client.CallAsync(Get("/v1/sessions/s/messages").As(Ada))).Json;
        (await Provider.NextCallAsync()).Accept().Finish();
        await Host.Engine.CleanedUpAsync();

        Numbers(await NowAsync($"?after={messages.Number("last_seq")}")).ShouldBe([5]);
    }

    [Fact]
    public async Task A_read_token_follows_its_one_session_and_nothing_else()
    {
        await BeginAsync();
        await Client.CallAsync(Post("/v1/sessions", """{"id":"t"}""").As(Ada));
        var generation = await Client.StartLaterAsync("""{"prompt":"Hello","session":"s"}""", Ada);
        var token = (await Client.CallAsync(Post("/v1/sessions/s/token").As(Ada))).Json.Text("token");

        (await Client.CallAsync(Get($"{Events}?token={token}").Accepting("application/json"))).Status.ShouldBe(200);
        (await Client.CallAsync(Get($"/v1/sessions/t/events?token={token}").Accepting("application/json"))).Status.ShouldBe(401);
        (await Client.CallAsync(Get($"/v1/sessions/s/messages?token={token}"))).Status.ShouldBe(401);
        (await Client.CallAsync(Get($"/v1/generations/{generation}?token={token}"))).Status.ShouldBe(401);
        (await Client.CallAsync(Post($"/v1/sessions/s/stop?token={token}"))).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_token_of_a_generation_opens_no_session_by_the_same_name()
    {
        var generation = await Client.StartLaterAsync(key: Ada);
        await Client.CallAsync(Post("/v1/sessions", $$"""{"id":"{{generation}}"}""").As(Ada));
        var token = (await Client.CallAsync(Post($"/v1/generations/{generation}/token").As(Ada))).Json.Text("token");

        (await Client.CallAsync(Get($"/v1/sessions/{generation}/events?token={token}"))).Status.ShouldBe(401);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PATCH", "")]
    [InlineData("DELETE", "")]
    [InlineData("GET", "/messages")]
    [InlineData("POST", "/messages")]
    [InlineData("GET", "/active")]
    [InlineData("POST", "/stop")]
    [InlineData("GET", "/events")]
    [InlineData("POST", "/token")]
    public async Task A_session_is_its_owners_alone(string method, string path)
    {
        await BeginAsync();
        foreach (var (key, status) in new[] { (Ben, 404), (Root, 404) })
        {
            var request = new HttpRequestMessage(new HttpMethod(method), $"/v1/sessions/s{path}").As(key);
            if (method is "PATCH" or "POST" && path is "" or "/messages")
                request.Content = Post("", """{"title":"x","content":"x"}""".Replace(path == "" ? ",\"content\":\"x\"" : "\"title\":\"x\",", "")).Content;
            (await Client.CallAsync(request)).Status.ShouldBe(status);
        }
        (await Client.CallAsync(new HttpRequestMessage(new HttpMethod(method), $"/v1/sessions/s{path}"))).Status.ShouldBe(401);
    }

    private static async Task<SseEvent> NextAsync(IAsyncEnumerator<SseEvent> events)
    {
        (await events.MoveNextAsync().InTime()).ShouldBeTrue();
        return events.Current;
    }

    private static IEnumerable<int> Numbers(JsonElement events) => events.EnumerateArray().Select(next => next.Number("seq"));

    private Task<(int Status, JsonElement Json)> BeginAsync() => Client.CallAsync(Post("/v1/sessions", """{"id":"s"}""").As(Ada));

    private string LogId() => Host.Engine.Sessions.Find(new(Ada.Name), "s").Log.Id;

    private void Rename(int from, int to)
    {
        for (var i = from; i <= to; i++)
            Host.Engine.Sessions.Rename(new(Ada.Name), "s", $"{i}");
    }

    private Task<HttpResponseMessage> OpenAsync(string path, string accept) => Client.OpenAsync(Get(path).As(Ada).Accepting(accept));

    private async Task<JsonElement> NowAsync(string query)
    {
        var (status, events) = await Client.CallAsync(Get(Events + query).As(Ada).Accepting("application/json"));
        status.ShouldBe(200);
        return events;
    }
}
