using Tokenrill.Generations;
using Tokenrill.Options;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Generations;

public sealed class RetentionTests
{
    [Fact]
    public async Task A_finished_generation_can_be_found_until_its_retention_is_over()
    {
        using var engine = new TestEngine(new TokenrillOptions { Storage = { Retention = TimeSpan.FromHours(1) } });
        var generation = await FinishAsync(engine, "Hi");
        engine.Time.Advance(TimeSpan.FromMinutes(59));
        engine.Service.Find(generation.Id, TestEngine.Caller).ShouldBe(generation);
        engine.Time.Advance(TimeSpan.FromMinutes(2));

        Should.Throw<TokenrillException>(() => engine.Service.Find(generation.Id, TestEngine.Caller)).Code.ShouldBe(ErrorCode.NotFound);
    }

    [Fact]
    public async Task One_that_runs_is_never_forgotten()
    {
        using var engine = new TestEngine(new TokenrillOptions { Storage = { Retention = TimeSpan.FromSeconds(1) }, Deadlines = { FirstToken = TimeSpan.FromHours(2), Total = TimeSpan.FromHours(2) } });
        var (generation, call) = await engine.StartCallAsync();
        call.Accept();
        engine.Time.Advance(TimeSpan.FromHours(1));

        engine.Service.Find(generation.Id, TestEngine.Caller).ShouldBe(generation);
    }

    [Fact]
    public async Task When_memory_is_wanted_back_the_oldest_go_first_and_who_reads_one_reads_on()
    {
        using var engine = new TestEngine(new TokenrillOptions { Storage = { MemoryBytes = 1 << 20 } });
        var generations = new List<Generation>();
        for (var i = 0; i < 6; i++)
            generations.Add(await FinishAsync(engine, new string('x', 300_000)));
        var kept = generations.Select(generation => IsKept(engine, generation)).ToArray();

        kept.ShouldBe([false, false, false, true, true, true]);
        using var reader = generations[0].Attach();
        (await SeenEvent.FollowAsync(reader).InTime()).Sum(seen => seen.Text.Length).ShouldBe(300_000);
    }

    private static bool IsKept(TestEngine engine, Generation generation)
    {
        try
        {
            return engine.Service.Find(generation.Id, TestEngine.Caller) == generation;
        }
        catch (TokenrillException)
        {
            return false;
        }
    }

    private static async Task<Generation> FinishAsync(TestEngine engine, string text)
    {
        var (generation, call) = await engine.StartCallAsync();
        call.Accept().Text(text).Finish();
        await generation.CleanedUp.InTime();
        return generation;
    }
}
