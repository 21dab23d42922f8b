using Tokenrill.AspNetCore.Tests.Native;
using Tokenrill.AspNetCore.Tests.Vibe;

namespace Tokenrill.AspNetCore.Tests.Promises;

/// <summary>Vibe Assistant's way to ask and to be answered.</summary>
internal static class VibeWire
{
    public static async Task<Told> StreamAsync(TestHost host, string model)
    {
        using var client = host.NewClient();
        client.DefaultRequestHeaders.Add("Tokenrill-Session", "s");
        var page = new VibePage(client);
        await page.AskAsync($$"""{"prompt":"Hello","model":"{{model}}"}""").InTime();
        page.Lines.SkipLast(1).ShouldAllBe(line => line.Text("chunk") != null);
        if (page.IsDone)
            return new Told("completed", null, page.Text);
        page.ErrorId.ShouldNotBeNullOrEmpty();
        return Wire.OfSentence(page.Error!) with { Text = page.Text };
    }
}
