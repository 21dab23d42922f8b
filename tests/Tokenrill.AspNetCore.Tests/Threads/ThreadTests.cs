using Tokenrill.AspNetCore.Tests.Native;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Threads;

/// <summary>Threads themselves.</summary>
public sealed class ThreadTests : ThreadTest
{
    [Fact]
    public async Task A_thread_is_begun_shown_named_and_deleted()
    {
        var (status, begun) = await Client.CallAsync(Post(Threads, """{"title":"Trip"}"""));
        status.ShouldBe(201);
        var (id, at) = (begun.Text("id")!, begun.Text("created_at")!);
        begun.GetRawText().ShouldBe($$"""{"id":"{{id}}","title":"Trip","created_at":"{{at}}","updated_at":"{{at}}"}""");
        at.ShouldMatch("^2026-01-01T..:..:..[.]...Z$");
        (await Client.CallAsync(Get($"{Threads}{id}/"))).Json.GetRawText().ShouldBe(begun.GetRawText());
        (await Client.CallAsync(Patch($"{Threads}{id}/", """{"title":"Bread"}"""))).Json.Text("title").ShouldBe("Bread");
        (await Client.CallAsync(Patch($"{Threads}{id}/", "{}"))).Json.Text("title").ShouldBe("Bread");
        (await Client.CallAsync(new HttpRequestMessage(HttpMethod.Delete, $"{Threads}{id}/"))).Status.ShouldBe(204);

        var (gone, error) = await Client.CallAsync(Get($"{Threads}{id}/"));
        gone.ShouldBe(404);
        ShouldBeError(error, "not_found", "There is no such session.");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"title":null}""")]
    [InlineData("""{"title":""}""")]
    public async Task A_thread_without_a_title_has_none_until_somebody_says_something(string? body)
    {
        var (status, thread) = await Client.CallAsync(Post(Threads, body));
        (status, thread.Text("title")).ShouldBe((201, ""));
        await SayAsync(thread.Text("id")!, "What is a rill?", "A stream.");

        (await Client.CallAsync(Get($"{Threads}{thread.Text("id")}/"))).Json.Text("title").ShouldBe("What is a rill?");
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "")]
    [InlineData("GET", "{id}/")]
    [InlineData("PATCH", "{id}/")]
    [InlineData("GET", "{id}/messages/")]
    [InlineData("DELETE", "{id}/")]
    public async Task A_path_is_good_with_its_slash_and_without(string method, string path)
    {
        foreach (var trim in new[] { false, true })
        {
            var address = Threads + path.Replace("{id}", await BeginAsync(), StringComparison.Ordinal);
            var request = Post(trim ? address.TrimEnd('/') : address, method is "POST" or "PATCH" ? "{}" : null);
            request.Method = new HttpMethod(method);
            (await Client.CallAsync(request)).Status.ShouldBe(method switch { "POST" => 201, "DELETE" => 204, _ => 200 });
        }
    }

    [Fact]
    public async Task Threads_are_listed_in_pages_newest_first_and_next_is_an_address()
    {
        for (var i = 1; i <= 5; i++)
            await BeginAsync($"t{i}");
        var seen = new List<string?>();
        string? next = $"{Threads}?limit=2";
        while (next is not null)
        {
            var page = (await Client.CallAsync(Get(next))).Json;
            page.EnumerateObject().Select(member => member.Name).ShouldBe(["count", "next", "previous", "results"]);
            page.Number("count").ShouldBe(5);
            page.Text("previous").ShouldBeNull();
            seen.AddRange(page.GetProperty("results").EnumerateArray().Select(thread => thread.Text("title")));
            next = page.Text("next");
            next?.ShouldStartWith($"{Host.BaseAddress}api/chat/threads/?cursor=");
            seen.Add("|");
        }

        seen.ShouldBe(["t5", "t4", "|", "t3", "t2", "|", "t1", "|"]);
    }

    [Fact]
    public async Task Messages_are_listed_in_pages_oldest_first()
    {
        var thread = await BeginAsync();
        await SayAsync(thread, "One", "Two");
        await SayAsync(thread, "Three", "Four");
        var first = (await Client.CallAsync(Get($"{Messages(thread)}?limit=3"))).Json;
        var second = (await Client.CallAsync(Get(first.Text("next")!))).Json;

        first.GetProperty("results").EnumerateArray().Select(message => message.Text("content")).ShouldBe(["One", "Two", "Three"]);
        second.GetProperty("results").EnumerateArray().Select(message => message.Text("content")).ShouldBe(["Four"]);
        (first.Number("count"), second.Text("next")).ShouldBe((4, null));
        var message = first.GetProperty("results")[1];
        message.GetRawText().ShouldBe($$"""{"id":"{{message.Text("id")}}","thread_id":"{{thread}}","role":"assistant","content":"Two","created_at":"{{message.Text("created_at")}}"}""");
    }

    [Theory]
    [InlineData("GET", "?limit=0", null, 400, "limit: must be a whole number from 1 to 200")]
    [InlineData("GET", "?cursor=x", null, 400, "cursor: must be taken from the next of a page that was given")]
    [InlineData("POST", "", """{"title":"\u0001"}""", 400, "title: must be 1 to 200 characters, none of them a control character")]
    [InlineData("POST", "", """{"titel":"x"}""", 400, null)]
    [InlineData("POST", "", "[", 400, null)]
    [InlineData("PATCH", "{id}/", """{"title":" "}""", 400, "title: must be 1 to 200 characters, none of them a control character")]
    [InlineData("PATCH", "nobody/", """{"title":"x"}""", 404, "There is no such session.")]
    [InlineData("GET", "{id}/messages/?cursor=msg_x", null, 404, "cursor: there is no such message in this session")]
    [InlineData("GET", "{id}/messages/?limit=1001", null, 400, "limit: must be a whole number from 1 to 1000")]
    [InlineData("POST", "{id}/messages/?stream=maybe", """{"content":"x"}""", 400, "stream: must be true or false")]
    [InlineData("POST", "{id}/messages/", """{"content":" \n"}""", 400, "content: must say something")]
    [InlineData("POST", "{id}/messages/", """{"content":7}""", 400, null)]
    [InlineData("POST", "{id}/messages/?stream=true", "{}", 400, null)]
    [InlineData("POST", "{id}/messages/?stream=true", """{"content":"x","model":"nowhere/x"}""", 404, null)]
    [InlineData("POST", "nobody/messages/?stream=true", """{"content":"x"}""", 404, "There is no such session.")]
    [InlineData("DELETE", "nobody/", null, 404, "There is no such session.")]
    public async Task What_cannot_be_is_refused_with_what_would_be_right(string method, string path, string? body, int expected, string? detail)
    {
        var thread = await BeginAsync();
        var request = Post(Threads + path.Replace("{id}", thread, StringComparison.Ordinal), body);
        request.Method = new HttpMethod(method);
        var (status, error) = await Client.CallAsync(request);

        status.ShouldBe(expected);
        ShouldBeError(error, expected == 404 ? "not_found" : "invalid_request", detail);
        (await ResultsAsync(Messages(thread))).ShouldBeEmpty();
    }

    private static HttpRequestMessage Patch(string path, string json)
    {
        var request = Post(path, json);
        request.Method = HttpMethod.Patch;
        return request;
    }
}
