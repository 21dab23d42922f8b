using Tokenrill.AspNetCore.Tests.Jarvis;
using Tokenrill.AspNetCore.Tests.Native;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Promises;

/// <summary>Jarvis's two ways to be answered.</summary>
internal static class JarvisWire
{
    public static async Task<Told> StreamAsync(TestHost host, string model)
    {
        using var page = new JarvisPage(host.Client, "s");
        await page.AskAsync("Hello", model);
        page.Lines.Count(line => line.Text("type") is "done" or "error").ShouldBe(1);
        var last = page.Lines[^1];
        page.Statuses.ShouldBe(last.Text("reason") == "success" ? ["thinking", "complete"] : ["thinking"]);
        return last.Text("type") == "done" ? new Told(Terminal(last.Text("reason")!), null, page.Text) : OfError(last.Text("error_type")!) with { Text = page.Text };
    }

    public static async Task<Told> JsonAsync(TestHost host, string model)
    {
        using var response = await host.Client.OpenAsync(Post("/api/sessions/s/stream", $$"""{"prompt":"Hello","model":"{{model}}","stream":false}"""));
        var json = await response.JsonAsync();
        if (response.IsSuccessStatusCode)
            return new Told(Terminal(json.Text("reason")!), null, json.Text("text"));
        json.Text("type").ShouldBe("error");
        ((int)response.StatusCode).ShouldBe(Wire.StatusOf(json.Text("error_type")!));
        return OfError(json.Text("error_type")!);
    }

    private static string Terminal(string reason) => reason == "success" ? "completed" : reason;

    private static Told OfError(string type) => type == "interrupted" ? new Told(type, null, null) : new Told("failed", type, null);
}
