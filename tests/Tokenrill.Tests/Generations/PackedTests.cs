using Tokenrill.Generations;
using Tokenrill.TestKit;
using Tokenrill.Tests.Journals;

namespace Tokenrill.Tests.Generations;

/// <summary>Finished generations that are stored nowhere, and too many to stay objects.</summary>
public sealed class PackedTests : IAsyncDisposable
{
    private readonly JournalScene _scene = new(new MemoryStorage());

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Fact]
    public async Task Nothing_of_them_is_lost()
    {
        await _scene.OpenAsync();
        var generations = await new Endings(_scene).MakeAsync();
        var seen = generations.Select(SeenGeneration.Of).ToList();
        await PackAsync();

        _scene.Service.KeptGenerations.ShouldBe(generations.Count + GenerationRegistry.MostUnpacked);
        for (var i = 0; i < generations.Count; i++)
        {
            var found = await _scene.FindAsync(generations[i].Id);
            found.ShouldNotBe(generations[i]);
            SeenGeneration.Of(found).ShouldBe(seen[i]);
            using var reader = found.Attach(1);
            (await SeenEvent.FollowAsync(reader).InTime()).ShouldBe(SeenEvent.All(generations[i].Log).Skip(1));
        }
    }

    [Fact]
    public async Task Somebody_elses_is_not_found()
    {
        await _scene.OpenAsync();
        var generation = await _scene.AnswerAsync(Requests.Prompt(), "secret");
        await PackAsync();

        (await Should.ThrowAsync<TokenrillException>(_scene.FindAsync(generation.Id, new Caller("stranger")))).Code.ShouldBe(ErrorCode.NotFound);
    }

    [Fact]
    public async Task They_can_be_read_until_their_retention_is_over()
    {
        _scene.Options.Storage.Retention = TimeSpan.FromHours(1);
        await _scene.OpenAsync();
        var generation = await _scene.AnswerAsync(Requests.Prompt(), "x");
        await PackAsync();
        _scene.Time.Advance(TimeSpan.FromMinutes(59));
        await _scene.FindAsync(generation.Id);
        _scene.Time.Advance(TimeSpan.FromMinutes(1));

        (await _scene.RefusalAsync(generation.Id)).ShouldBe(ErrorCode.NotFound);
        _scene.Time.Advance(TimeSpan.FromMinutes(1));
        _scene.Service.KeptGenerations.ShouldBe(0);
    }

    [Fact]
    public async Task An_idempotency_key_stands_for_one_as_long_as_it_is_kept()
    {
        await _scene.OpenAsync();
        var generation = await _scene.AnswerAsync(Keyed(), "x");
        await PackAsync();

        var again = await StartAsync(Keyed());
        (again.Generation.Id, again.IsNew).ShouldBe((generation.Id, false));
        _scene.Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        _scene.Service.IdempotencyKeyCount.ShouldBe(0);
        (await StartAsync(Keyed())).IsNew.ShouldBeTrue();
    }

    [Fact]
    public async Task When_memory_is_wanted_back_the_oldest_go_with_their_keys()
    {
        _scene.Options.Storage.MemoryBytes = 1 << 20;
        await _scene.OpenAsync();
        var first = await _scene.AnswerAsync(Keyed(), new string('a', 300_000));
        var second = await _scene.AnswerAsync(Requests.Prompt(), new string('b', 300_000));
        await PackAsync();
        await _scene.FindAsync(first.Id);
        await _scene.AnswerAsync(Requests.Prompt(), new string('c', 300_000));
        await PackAsync();
        await _scene.FindAsync(second.Id);

        (await _scene.RefusalAsync(first.Id)).ShouldBe(ErrorCode.NotFound);
        _scene.Service.IdempotencyKeyCount.ShouldBe(0);
        (await StartAsync(Keyed())).IsNew.ShouldBeTrue();
    }

    [Fact]
    public async Task Those_of_a_deleted_session_are_gone()
    {
        await _scene.OpenAsync();
        var first = await _scene.AnswerAsync(Requests.In("s"), "x");
        var other = await _scene.AnswerAsync(Requests.In("t"), "y");
        await PackAsync();
        var last = await _scene.AnswerAsync(Requests.In("s"), "z");
        var kept = _scene.Service.KeptGenerations;
        await _scene.DeleteAsync("s");

        (await _scene.RefusalAsync(first.Id)).ShouldBe(ErrorCode.NotFound);
        (await _scene.RefusalAsync(last.Id)).ShouldBe(ErrorCode.NotFound);
        SeenGeneration.Of(await _scene.FindAsync(other.Id)).ShouldBe(SeenGeneration.Of(other));
        _scene.Service.KeptGenerations.ShouldBe(kept - 2);
    }

    private static GenerationRequest Keyed() => Requests.Prompt() with { IdempotencyKey = "k", Fingerprint = "f" };

    /// <summary>So many end that those before are packed.</summary>
    private async Task PackAsync()
    {
        for (var i = 0; i < GenerationRegistry.MostUnpacked; i++)
            await _scene.AnswerAsync(Requests.Prompt(), "x");
    }

    private async Task<StartedGeneration> StartAsync(GenerationRequest request) =>
        await _scene.Service.StartAsync(request, TestEngine.Caller, withReader: false, TestContext.Current.CancellationToken);
}
