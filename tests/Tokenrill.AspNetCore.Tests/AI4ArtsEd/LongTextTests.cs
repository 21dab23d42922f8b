using Tokenrill.AspNetCore.Tests.Native;

namespace Tokenrill.AspNetCore.Tests.AI4ArtsEd;

/// <summary>Texts that are as long as a recipe takes, and longer, in an address.</summary>
public sealed class LongTextTests
{
    [Theory]
    [InlineData(16_000, null)]
    [InlineData(16_001, "text: must have at most 16000 characters")]
    public async Task A_text_may_be_as_long_as_its_recipe_takes(int length, string? refusal)
    {
        var provider = new ScriptedProvider { OnCall = static call => call.Accept().Finish() };
        await using var host = await TestHost.StartAsync(ModelCatalogs.Of(("scripted", provider)), kestrel: static server => server.Limits.MaxRequestLineSize = 256 * 1024);
        var text = string.Concat(Enumerable.Repeat("🐕", length));
        await using var page = ArtsPage.Open(host, $"/api/text_stream/stage1/run?text={Uri.EscapeDataString(text)}");

        var last = (await page.AllAsync())[^1];
        (last.Event, last.Json.Text("message")).ShouldBe((refusal is null ? "complete" : "error", refusal));
        if (refusal is null)
            provider.Calls.Single().Request.Messages[1].Content.ShouldContain(text);
    }
}
