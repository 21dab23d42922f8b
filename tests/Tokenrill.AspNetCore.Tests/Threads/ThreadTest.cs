using System.Text.Json;
using Tokenrill.AspNetCore.Tests.Native;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Threads;

/// <summary>A server in fake time with one scripted provider, and the requests of a page with threads.</summary>
public abstract class ThreadTest : NativeTest
{
    protected const string Threads = "/api/chat/threads/";

    protected ThreadTest()
    {
        Time = new FakeTime();
        Options.Limits.RequestsPerMinute = 100_000;
        Http.Cors.Origins.Add("http://localhost:5173");
    }

    protected static string Messages(string thread) => $"{Threads}{thread}/messages/";

    /// <summary>A new thread's id.</summary>
    protected async Task<string> BeginAsync(string? title = null)
    {
        var (status, thread) = await Client.CallAsync(Post(Threads, JsonSerializer.Serialize(new Dictionary<string, string?> { ["title"] = title })));
        status.ShouldBe(201);
        return thread.Text("id")!;
    }

    /// <summary>Says something and returns at the headers of the stream.</summary>
    protected Task<HttpResponseMessage> StreamAsync(string thread, string content = "Hello", params (string Name, string Value)[] headers)
    {
        var request = Post($"{Messages(thread)}?stream=true", JsonSerializer.Serialize(new Dictionary<string, string> { ["content"] = content }));
        foreach (var (name, value) in headers)
            request.With(name, value);
        return Client.OpenAsync(request);
    }

    /// <summary>A whole turn.</summary>
    protected async Task SayAsync(string thread, string content, string answer)
    {
        using var response = await StreamAsync(thread, content);
        (await Provider.NextCallAsync()).Accept().Text(answer).Finish();
        (await new ChatInterface(response).EndAsync()).Done.ShouldNotBeNull();
    }

    protected async Task<List<JsonElement>> ResultsAsync(string path)
    {
        var (status, page) = await Client.CallAsync(Get(path));
        status.ShouldBe(200);
        return [.. page.GetProperty("results").EnumerateArray()];
    }

    /// <summary>An error is exactly this, and no more.</summary>
    protected static void ShouldBeError(JsonElement error, string code, string? detail = null)
    {
        error.EnumerateObject().Select(member => member.Name).ShouldBe(["detail", "code", "error_id"]);
        error.Text("code").ShouldBe(code);
        error.Text("error_id")!.ShouldMatch("^(err|gen)_[0-9a-f]+$");
        if (detail is not null)
            error.Text("detail").ShouldBe(detail);
    }
}
