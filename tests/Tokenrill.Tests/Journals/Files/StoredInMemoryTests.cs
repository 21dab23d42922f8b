using System.Text;
using Tokenrill.Generations;
using Tokenrill.Options;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Journals;

/// <summary>How many of the generations that are stored stay in memory.</summary>
public sealed class StoredInMemoryTests : IAsyncDisposable
{
    private readonly JournalScene _scene = new(new FileStorage(Durability.Batched));

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Fact]
    public async Task Of_very_many_the_oldest_leaves_at_once_and_is_read_from_where_it_is_stored()
    {
        await _scene.OpenAsync();
        var first = await _scene.AnswerAsync(Requests.Prompt(), "first");
        for (var i = 1; i < GenerationRegistry.MostInMemory; i++)
            await _scene.AnswerAsync(Requests.Prompt(), "x");
        await _scene.FlushAsync();
        (await _scene.FindAsync(first.Id)).ShouldBe(first);

        await _scene.AnswerAsync(Requests.Prompt(), "last");

        _scene.Service.KeptGenerations.ShouldBe(GenerationRegistry.MostInMemory);
        var found = await _scene.FindAsync(first.Id);
        found.ShouldNotBe(first);
        Encoding.UTF8.GetString(found.Log.Text).ShouldBe("first");
    }

    [Fact]
    public async Task One_that_is_not_stored_is_packed_and_keeps_nobody_in_memory()
    {
        await _scene.OpenAsync();
        var first = await _scene.AnswerAsync(Requests.Prompt() with { IsUncounted = true }, "first");
        var second = await _scene.AnswerAsync(Requests.Prompt(), "second");
        for (var i = 2; i < GenerationRegistry.MostInMemory; i++)
            await _scene.AnswerAsync(Requests.Prompt(), "x");
        await _scene.FlushAsync();
        await _scene.AnswerAsync(Requests.Prompt(), "x");
        await _scene.AnswerAsync(Requests.Prompt(), "x");

        _scene.Service.KeptGenerations.ShouldBe(1 + GenerationRegistry.MostInMemory);
        foreach (var (generation, text) in new[] { (first, "first"), (second, "second") })
        {
            var found = await _scene.FindAsync(generation.Id);
            found.ShouldNotBe(generation);
            Encoding.UTF8.GetString(found.Log.Text).ShouldBe(text);
        }
    }
}
