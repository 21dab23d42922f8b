using Tokenrill.Options;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Journals;

/// <summary>What has expired takes no room for ever.</summary>
public sealed class ExpiryTests : IAsyncDisposable
{
    private readonly FileStorage _storage = new(Durability.Batched);
    private readonly JournalScene _scene;

    public ExpiryTests()
    {
        _scene = new JournalScene(_storage);
        _scene.Options.Storage.SegmentBytes = 3000;
        _scene.Options.Storage.Retention = TimeSpan.FromHours(1);
    }

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Files_in_which_all_has_expired_are_deleted_and_the_others_are_not(bool afterRestart)
    {
        await _scene.OpenAsync();
        for (var i = 0; i < 5; i++)
            await AnswerAsync();
        _scene.Time.Advance(TimeSpan.FromMinutes(50));
        var young = await AnswerAsync();
        Generations.Count().ShouldBeGreaterThanOrEqualTo(6);
        if (afterRestart)
            await _scene.ReopenAsync();
        _scene.Time.Advance(TimeSpan.FromMinutes(20));
        await _scene.FlushAsync();

        // The restart has begun another, because the one it found was full.
        Generations.Count().ShouldBe(afterRestart ? 2 : 1);
        (await _scene.FindAsync(young)).Id.ShouldBe(young);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_has_expired_cannot_be_read_although_its_file_is_there_for_a_younger_one(bool afterRestart)
    {
        _scene.Options.Storage.SegmentBytes = 1 << 20;
        await _scene.OpenAsync();
        var old = await AnswerAsync();
        _scene.Time.Advance(TimeSpan.FromMinutes(50));
        var young = await AnswerAsync();
        if (afterRestart)
            await _scene.ReopenAsync();
        _scene.Time.Advance(TimeSpan.FromMinutes(20));
        await _scene.FlushAsync();

        await Should.ThrowAsync<TokenrillException>(() => _scene.FindAsync(old));
        (await _scene.FindAsync(young)).Id.ShouldBe(young);
    }

    private IEnumerable<string> Generations => _storage.Files.Where(file => Path.GetFileName(file).StartsWith("generations", StringComparison.Ordinal));

    private async Task<string> AnswerAsync()
    {
        var generation = await _scene.AnswerAsync(Requests.Prompt(), new string('x', 4000));
        await _scene.FlushAsync();
        return generation.Id;
    }
}
