using Tokenrill.Generations;
using Tokenrill.Options;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Journals;

// Idempotency keys and retention.
public abstract partial class LastingJournalCases
{
    private static readonly GenerationRequest Keyed = Requests.Prompt() with { IdempotencyKey = "k", Fingerprint = "a" };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_holds_after_a_restart_whether_its_generation_ended_or_was_interrupted(bool crash)
    {
        await Scene.OpenAsync();
        var ended = await Scene.AnswerAsync(Keyed, "once");
        var ran = await Scene.Engine.StartAsync(Keyed with { IdempotencyKey = "l" });
        await Scene.ReopenAsync(crash);

        (await Scene.Engine.StartAsync(Keyed)).Id.ShouldBe(ended.Id);
        (await Scene.Engine.StartAsync(Keyed with { IdempotencyKey = "l" })).Id.ShouldBe(ran.Id);
        (await Should.ThrowAsync<TokenrillException>(Scene.Engine.StartAsync(Keyed with { Fingerprint = "b" }))).Field.ShouldBe("idempotency_key");
        Scene.Provider.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_holds_when_its_generation_has_left_memory()
    {
        await Scene.OpenAsync();
        var generation = await Scene.AnswerAsync(Keyed, "once");
        await Scene.ForgetAsync();

        (await Scene.Engine.StartAsync(Keyed)).Id.ShouldBe(generation.Id);
        Scene.Provider.Calls.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_key_ends_with_the_retention_however_often_its_generation_was_read()
    {
        Scene.Options.Storage.Retention = TimeSpan.FromHours(1);
        await Scene.OpenAsync();
        var generation = await Scene.AnswerAsync(Keyed, "once");
        await Scene.ForgetAsync();
        Scene.Time.Advance(TimeSpan.FromMinutes(50));
        (await Scene.FindAsync(generation.Id)).Id.ShouldBe(generation.Id);
        await Scene.ForgetAsync();
        Scene.Service.IdempotencyKeyCount.ShouldBe(1);
        Scene.Time.Advance(TimeSpan.FromMinutes(8));

        Scene.Service.IdempotencyKeyCount.ShouldBe(0);
        var (again, _) = await Scene.Engine.StartCallAsync(Keyed);
        again.Id.ShouldNotBe(generation.Id);
    }

    [Fact]
    public async Task A_key_of_before_a_restart_ends_with_the_retention_too()
    {
        Scene.Options.Storage.Retention = TimeSpan.FromHours(1);
        await Scene.OpenAsync();
        await Scene.AnswerAsync(Keyed, "once");
        await Scene.ReopenAsync();
        Scene.Service.IdempotencyKeyCount.ShouldBe(1);
        Scene.Time.Advance(TimeSpan.FromMinutes(62));

        Scene.Service.IdempotencyKeyCount.ShouldBe(0);
    }

    [Fact]
    public async Task What_has_expired_is_gone_and_what_has_not_is_there()
    {
        Scene.Options.Storage.Retention = TimeSpan.FromHours(1);
        await Scene.OpenAsync();
        var old = await Scene.AnswerAsync(Requests.Prompt(), "old");
        await Scene.FlushAsync();
        Scene.Time.Advance(TimeSpan.FromMinutes(40));
        var young = await Scene.AnswerAsync(Requests.Prompt(), "young");
        await Scene.FlushAsync();
        Scene.Time.Advance(TimeSpan.FromMinutes(25));
        await Scene.FlushAsync();
        (await Scene.RefusalAsync(old.Id)).ShouldBe(ErrorCode.NotFound);
        await Scene.ReopenAsync();

        (await Scene.RefusalAsync(old.Id)).ShouldBe(ErrorCode.NotFound);
        (await Scene.FindAsync(young.Id)).Id.ShouldBe(young.Id);
    }

    [Fact]
    public async Task One_that_runs_is_not_expired_however_long_it_runs()
    {
        Scene.Options.Storage.Retention = TimeSpan.FromMinutes(2);
        Scene.Options.Deadlines = new DeadlineOptions { FirstToken = TimeSpan.FromHours(2), BetweenTokens = TimeSpan.FromHours(2), Total = TimeSpan.FromHours(2) };
        Scene.Options.Storage.SegmentBytes = 64 << 10;
        await Scene.OpenAsync();
        var (generation, call) = await Scene.Engine.StartCallAsync();
        call.Accept().Text("slow");
        for (var i = 0; i < 5; i++)
        {
            await Scene.AnswerAsync(Requests.Prompt(), new string('x', 70_000));
            await Scene.FlushAsync();
            Scene.Time.Advance(TimeSpan.FromMinutes(3));
        }
        var before = SeenGeneration.Events(generation.Log);
        await Scene.ReopenAsync(crash: true);

        SeenGeneration.Events((await Scene.FindAsync(generation.Id)).Log).SkipLast(1).ShouldBe(before);
    }
}
