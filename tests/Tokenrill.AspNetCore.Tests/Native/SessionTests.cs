using System.Text.Json;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Native;

public sealed class SessionTests : NativeTest
{
    private const string Sessions = "/v1/sessions";

    [Fact]
    public async Task A_session_is_begun_with_a_name_and_a_title_or_without()
    {
        using var response = await Client.OpenAsync(Post(Sessions, """{"id":"a b","title":"Trip"}"""));
        ((int)response.StatusCode).ShouldBe(201);
        response.Headers.Location!.ToString().ShouldBe("/v1/sessions/a%20b");
        var named = await response.JsonAsync();
        named.Text("id").ShouldBe("a b");
        named.Text("title").ShouldBe("Trip");
        named.Number("messages").ShouldBe(0);
        named.Text("created_at").ShouldBe(named.Text("updated_at"));

        var (status, made) = await Client.CallAsync(Post(Sessions));
        status.ShouldBe(201);
        made.Text("id")!.ShouldStartWith("ses_");
        made.TryGetProperty("title", out _).ShouldBeFalse();
        (await Client.CallAsync(Get($"{Sessions}/a%20b"))).Json.GetRawText().ShouldBe(named.GetRawText());
    }

    [Fact]
    public async Task Beginning_a_session_twice_gives_the_one_that_is_there()
    {
        await Client.CallAsync(Post(Sessions, """{"id":"s","title":"First"}"""));
        var (status, again) = await Client.CallAsync(Post(Sessions, """{"id":"s","title":"Second"}"""));

        status.ShouldBe(200);
        again.Text("title").ShouldBe("First");
    }

    [Theory]
    [InlineData("""{"id":""}""", "id")]
    [InlineData("""{"title":" "}""", "title")]
    [InlineData("""{"titel":"x"}""", "titel")]
    [InlineData("""[1]""", null)]
    public async Task A_session_that_cannot_be_is_refused_with_its_place(string body, string? field)
    {
        var (status, problem) = await Client.CallAsync(Post(Sessions, body));

        status.ShouldBe(400);
        problem.Text("code").ShouldBe("invalid_request");
        problem.Text("field").ShouldBe(field);
    }

    [Fact]
    public async Task Sessions_are_listed_in_pages_newest_first()
    {
        for (var i = 1; i <= 5; i++)
            await Client.CallAsync(Post(Sessions, $$"""{"id":"s{{i}}"}"""));
        var first = (await Client.CallAsync(Get($"{Sessions}?limit=2"))).Json;
        var second = (await Client.CallAsync(Get($"{Sessions}?limit=2&before={first.Text("next")}"))).Json;
        var third = (await Client.CallAsync(Get($"{Sessions}?limit=2&before={second.Text("next")}"))).Json;

        Ids(first).ShouldBe(["s5", "s4"]);
        Ids(second).ShouldBe(["s3", "s2"]);
        Ids(third).ShouldBe(["s1"]);
        third.TryGetProperty("next", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=201", "limit")]
    [InlineData("?limit=x", "limit")]
    [InlineData("?before=x", "before")]
    public async Task A_page_that_cannot_be_is_refused(string query, string field) =>
        (await Client.CallAsync(Get(Sessions + query))).Json.Text("field").ShouldBe(field);

    [Fact]
    public async Task A_session_is_named_and_its_log_tells()
    {
        await Client.CallAsync(Post(Sessions, """{"id":"s"}"""));
        var (status, session) = await Client.CallAsync(Patch($"{Sessions}/s", """{"title":"Bread"}"""));

        status.ShouldBe(200);
        session.Text("title").ShouldBe("Bread");
        var told = (await EventsNowAsync("s")).ShouldHaveSingleItem();
        told.Text("type").ShouldBe("title.changed");
        told.Text("title").ShouldBe("Bread");
        (await Client.CallAsync(Patch($"{Sessions}/s", """{"title":""}"""))).Json.Text("field").ShouldBe("title");
        (await Client.CallAsync(Patch($"{Sessions}/x", """{"title":"x"}"""))).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Saying_something_starts_the_answer_which_knows_what_was_said()
    {
        await Client.CallAsync(Post(Sessions, """{"id":"s"}"""));
        (await SayAsync("""{"content":"What is a rill?"}""")).Accept().Text("A small stream.").Finish();
        await Host.Engine.CleanedUpAsync();
        var next = await SayAsync("""{"content":"And a brook?","system":"Be brief."}""");

        next.Request.Messages.Select(message => $"{message.Role}: {message.Content}")
            .ShouldBe(["System: Be brief.", "User: What is a rill?", "Assistant: A small stream.", "User: And a brook?"]);
        var messages = (await Client.CallAsync(Get($"{Sessions}/s/messages"))).Json;
        messages.GetProperty("data").EnumerateArray().Select(message => $"{message.Text("role")} {message.Text("content")} {message.Text("status")}")
            .ShouldBe(["user What is a rill? ", "assistant A small stream. completed", "user And a brook? ", "assistant  active"]);
        (await Client.CallAsync(Get($"{Sessions}/s"))).Json.Text("title").ShouldBe("What is a rill?");
    }

    [Fact]
    public async Task An_answer_streams_as_any_generation_does()
    {
        await Client.CallAsync(Post(Sessions, """{"id":"s"}"""));
        using var response = await Client.OpenAsync(Post($"{Sessions}/s/messages", """{"content":"Hello"}""").Accepting("text/event-stream"));
        (await Provider.NextCallAsync()).Accept().Text("Hi").Finish();
        var events = await response.EventsAsync();

        events.Select(next => next.Event).ShouldBe(["started", "status", "text", "completed"]);
        events[0].Json.Text("session").ShouldBe("s");
        events[0].Id.ShouldBe($"{response.Generation()}:1");
    }

    [Fact]
    public async Task Messages_are_listed_in_pages()
    {
        await Client.CallAsync(Post(Sessions, """{"id":"s"}"""));
        (await SayAsync("""{"content":"One"}""")).Accept().Text("Two").Finish();
        (await SayAsync("""{"content":"Three"}""")).Accept().Text("Four");
        var first = (await Client.CallAsync(Get($"{Sessions}/s/messages?limit=3"))).Json;
        var second = (await Client.CallAsync(Get($"{Sessions}/s/messages?limit=3&after={first.Text("next")}"))).Json;

        Contents(first).ShouldBe(["One", "Two", "Three"]);
        Contents(second).ShouldBe(["Four"]);
        second.TryGetProperty("next", out _).ShouldBeFalse();
        (await Client.CallAsync(Get($"{Sessions}/s/messages?after=msg_x"))).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("""{}""", "content")]
    [InlineData("""{"content":"x","prompt":"y"}""", "prompt")]
    [InlineData("""{"content":"x","messages":[]}""", "messages")]
    [InlineData("""{"content":"x","session":"other"}""", "session")]
    [InlineData("""{"content":"x","temperature":9}""", "temperature")]
    public async Task A_message_that_cannot_be_is_refused_with_its_place(string body, string field)
    {
        await Client.CallAsync(Post(Sessions, """{"id":"s"}"""));
        var (status, problem) = await Client.CallAsync(Post($"{Sessions}/s/messages", body));

        status.ShouldBe(400);
        (problem.Text("field") ?? problem.Text("detail")!).ShouldContain(field);
        (await Client.CallAsync(Get($"{Sessions}/s"))).Json.Number("messages").ShouldBe(0);
    }

    [Fact]
    public async Task The_same_key_means_the_same_answer_and_one_message()
    {
        await Client.CallAsync(Post(Sessions, """{"id":"s"}"""));
        const string body = """{"content":"Hello","idempotency_key":"k"}""";
        using var first = await Client.OpenAsync(Post($"{Sessions}/s/messages", body).With("Prefer", "respond-async"));
        using var second = await Client.OpenAsync(Post($"{Sessions}/s/messages", body).With("Prefer", "respond-async"));

        second.Generation().ShouldBe(first.Generation());
        (await Client.CallAsync(Get($"{Sessions}/s"))).Json.Number("messages").ShouldBe(2);
    }

    [Fact]
    public async Task What_runs_in_a_session_is_found_and_stopped()
    {
        await Client.CallAsync(Post(Sessions, """{"id":"s"}"""));
        (await Client.CallAsync(Get($"{Sessions}/s/active"))).Status.ShouldBe(204);
        (await Client.CallAsync(Post($"{Sessions}/s/stop"))).Status.ShouldBe(204);
        var call = await SayAsync("""{"content":"Hello"}""");
        var (found, active) = await Client.CallAsync(Get($"{Sessions}/s/active"));
        found.ShouldBe(200);
        active.Text("status").ShouldBe("active");
        var (stopping, stopped) = await Client.CallAsync(Post($"{Sessions}/s/stop"));

        stopping.ShouldBe(202);
        stopped.Text("id").ShouldBe(active.Text("id"));
        stopped.Text("status").ShouldBe("cancelled");
        await call.Cancelled.InTime();
        (await Client.CallAsync(Get($"{Sessions}/s/active"))).Status.ShouldBe(204);
        (await Client.CallAsync(Post($"{Sessions}/s/stop"))).Status.ShouldBe(204);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("DELETE", "")]
    [InlineData("GET", "/messages")]
    [InlineData("GET", "/active")]
    [InlineData("POST", "/stop")]
    [InlineData("GET", "/events")]
    [InlineData("POST", "/token")]
    public async Task A_session_that_is_not_there_is_not_found(string method, string path)
    {
        var (status, problem) = await Client.CallAsync(new HttpRequestMessage(new HttpMethod(method), $"{Sessions}/x{path}"));

        status.ShouldBe(404);
        problem.Text("code").ShouldBe("not_found");
    }

    [Fact]
    public async Task A_deleted_session_is_gone_with_its_generations_and_its_readers_are_let_go()
    {
        var id = await Client.StartLaterAsync("""{"prompt":"Hello","session":"s"}""");
        using var events = await Client.OpenAsync(Get($"{Sessions}/s/events").Accepting("text/event-stream"));
        var reading = events.EventsAsync();
        (await Client.CallAsync(new HttpRequestMessage(HttpMethod.Delete, $"{Sessions}/s"))).Status.ShouldBe(204);

        (await reading.InTime()).Select(next => next.Event).ShouldBe(["message.created", "title.changed", "message.created", "generation.started"]);
        await (await Provider.NextCallAsync()).Cancelled.InTime();
        (await Client.CallAsync(Get($"/v1/generations/{id}"))).Status.ShouldBe(404);
        (await Client.CallAsync(Get($"{Sessions}/s"))).Status.ShouldBe(404);
    }

    private static HttpRequestMessage Patch(string path, string json)
    {
        var request = Post(path, json);
        request.Method = HttpMethod.Patch;
        return request;
    }

    private static IEnumerable<string?> Ids(JsonElement page) => page.GetProperty("data").EnumerateArray().Select(session => session.Text("id"));

    private static IEnumerable<string?> Contents(JsonElement page) => page.GetProperty("data").EnumerateArray().Select(message => message.Text("content"));

    private async Task<List<JsonElement>> EventsNowAsync(string session) =>
        [.. (await Client.CallAsync(Get($"{Sessions}/{session}/events").Accepting("application/json"))).Json.EnumerateArray()];

    private async Task<ScriptedCall> SayAsync(string body)
    {
        using var response = await Client.OpenAsync(Post($"{Sessions}/s/messages", body).With("Prefer", "respond-async"));
        ((int)response.StatusCode).ShouldBe(202, await response.TextAsync());
        return await Provider.NextCallAsync();
    }
}
