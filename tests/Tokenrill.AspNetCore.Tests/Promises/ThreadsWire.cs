using Tokenrill.AspNetCore.Tests.Native;
using Tokenrill.AspNetCore.Tests.Threads;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Promises;

/// <summary>The two ways to be answered in a thread.</summary>
internal static class ThreadsWire
{
    public static async Task<Told> StreamAsync(TestHost host, string model)
    {
        using var response = await SayAsync(host, model, "?stream=true");
        ((int)response.StatusCode).ShouldBe(200);
        var page = await new ChatInterface(response).EndAsync();
        (page.Done is null).ShouldBe(page.Error is not null);
        if (page.Error is not { } error)
            return new Told("completed", null, page.Shown);
        error.Text("error_id").ShouldNotBeNullOrEmpty();
        return Wire.OfSentence(error.Text("error")!) with { Text = page.Shown };
    }

    public static async Task<Told> JsonAsync(TestHost host, string model)
    {
        using var response = await SayAsync(host, model, "");
        var json = await response.JsonAsync();
        if (response.IsSuccessStatusCode)
            return new Told("completed", null, json.GetProperty("assistant_message").Text("content"));
        var code = json.Text("code")!;
        ((int)response.StatusCode).ShouldBe(code is "cancelled" or "superseded" ? 409 : Wire.StatusOf(code));
        return code is "cancelled" or "superseded" or "interrupted" ? new Told(code, null, null) : new Told("failed", code, null);
    }

    private static async Task<HttpResponseMessage> SayAsync(TestHost host, string model, string query)
    {
        // In the session of the other ways to ask, so that they can supersede it.
        (await host.Client.CallAsync(Post("/v1/sessions", """{"id":"s"}"""))).Status.ShouldBe(201);
        return await host.Client.OpenAsync(Post($"/api/chat/threads/s/messages/{query}", $$"""{"content":"Hello","model":"{{model}}"}"""));
    }
}
