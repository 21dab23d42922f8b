using Tokenrill.Generations;
using Tokenrill.Logs;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Generations;

public sealed class ShutdownTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_runs_ends_as_interrupted_with_its_text_kept_and_nothing_new_is_taken()
    {
        using var engine = new TestEngine();
        var (first, call) = await engine.StartCallAsync();
        var (second, _) = await engine.StartCallAsync(Requests.In("s"));
        call.Accept().Text("Half");
        await engine.Service.ShutDownAsync(Cancellation).InTime();

        first.Status.ShouldBe(GenerationStatus.Interrupted);
        second.Status.ShouldBe(GenerationStatus.Interrupted);
        System.Text.Encoding.UTF8.GetString(first.Log.Text).ShouldBe("Half");
        first.CleanedUp.IsCompleted.ShouldBeTrue();
        (await Should.ThrowAsync<TokenrillException>(() => engine.StartAsync())).Code.ShouldBe(ErrorCode.Interrupted);
        engine.Residue.ShouldBe(0);
    }

    [Fact]
    public async Task It_waits_for_cleanup_only_as_long_as_it_may()
    {
        using var engine = new TestEngine();
        engine.Provider.IgnoresCancellation = true;
        var (generation, call) = await engine.StartCallAsync();
        using var timeIsUp = new CancellationTokenSource();
        var stopping = engine.Service.ShutDownAsync(timeIsUp.Token);
        generation.Status.ShouldBe(GenerationStatus.Interrupted);
        stopping.IsCompleted.ShouldBeFalse();
        await timeIsUp.CancelAsync();

        await stopping.InTime();
        call.Return();
    }

    [Fact]
    public async Task One_that_is_being_acknowledged_in_that_moment_is_interrupted_too_and_asks_no_provider()
    {
        var journal = new GatedJournal();
        using var engine = new TestEngine(journal: journal);
        var starting = engine.StartAsync();
        await journal.Opening.InTime();
        var stopping = engine.Service.ShutDownAsync(Cancellation);
        journal.Open();
        var generation = await starting.InTime();
        await stopping.InTime();
        await generation.CleanedUp.InTime();

        generation.Status.ShouldBe(GenerationStatus.Interrupted);
        SeenEvent.All(generation.Log).Select(seen => seen.Kind).ShouldBe([EventKind.Started, EventKind.Interrupted]);
        engine.Provider.Calls.ShouldBeEmpty();
        engine.Residue.ShouldBe(0);
    }
}
