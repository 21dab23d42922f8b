using Tokenrill.AspNetCore.Tests.AI4ArtsEd;
using Tokenrill.AspNetCore.Tests.Native;

namespace Tokenrill.AspNetCore.Tests.Promises;

/// <summary>AI4ArtsEd's way to ask and to be answered.</summary>
internal static class ArtsWire
{
    public static async Task<Told> StreamAsync(TestHost host, string model)
    {
        await using var page = ArtsPage.Open(host, $"/api/text_stream/stage4/s?prompt=Hello&model={model}", closes: true);
        var events = await page.AllAsync();
        page.Connections.ShouldBe(1);
        events.Select(next => next.Event).SkipLast(1).ShouldBe(["connected", .. Enumerable.Repeat("chunk", page.Chunks)]);
        var end = events[^1];
        if (end.Event == "complete")
        {
            (end.Json.Text("final_text"), end.Json.Number("chunk_count"), end.Json.Text("model_used")).ShouldBe((page.Text, page.Chunks, model));
            return new Told("completed", null, page.Text);
        }
        end.Event.ShouldBe("error");
        end.Json.Text("error_id").ShouldNotBeNullOrEmpty();
        return Wire.OfSentence(end.Json.Text("message")!) with { Text = page.Text };
    }
}
