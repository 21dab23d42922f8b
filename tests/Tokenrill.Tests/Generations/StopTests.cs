using Tokenrill.Generations;
using Tokenrill.Logs;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Generations;

public sealed class StopTests : IDisposable
{
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task A_stop_before_the_provider_connected_reaches_the_provider()
    {
        var (generation, call) = await _engine.StartCallAsync();
        generation.Stop().ShouldBeTrue();

        await call.Cancelled.InTime();
        await generation.CleanedUp.InTime();
        generation.Status.ShouldBe(GenerationStatus.Cancelled);
    }

    [Fact]
    public async Task A_stop_of_one_that_waits_for_its_session_means_that_its_provider_is_never_asked()
    {
        _engine.Provider.IgnoresCancellation = true;
        var (_, first) = await _engine.StartCallAsync(Requests.In("s"));
        var waiting = await _engine.StartAsync(Requests.In("s"));
        waiting.Stop().ShouldBeTrue();
        waiting.Status.ShouldBe(GenerationStatus.Cancelled);
        first.Return();
        await waiting.CleanedUp.InTime();

        _engine.Provider.Calls.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_stop_is_idempotent()
    {
        var (generation, _) = await _engine.StartCallAsync();
        generation.Stop().ShouldBeTrue();
        generation.Stop().ShouldBeFalse();
        await generation.CleanedUp.InTime();
        generation.Stop().ShouldBeFalse();

        _engine.Log.Lines.Count(line => line.Contains("stopped", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task The_text_so_far_is_kept()
    {
        var (generation, call) = await _engine.StartCallAsync();
        call.Accept().Text("Half an ans");
        generation.Stop();
        await generation.CleanedUp.InTime();

        System.Text.Encoding.UTF8.GetString(_engine.Service.Find(generation.Id, TestEngine.Caller).Log.Text).ShouldBe("Half an ans");
    }

    [Fact]
    public async Task What_a_provider_does_when_it_is_cancelled_does_not_hold_up_whoever_says_stop()
    {
        using var held = new ManualResetEventSlim();
        var (generation, call) = await _engine.StartCallAsync();
        using var gate = generation.Cancellation.Register(() => held.Wait(Patience.Most, TestContext.Current.CancellationToken));
        generation.Stop().ShouldBeTrue();
        generation.Log.IsFinished.ShouldBeTrue();

        held.Set();
        await call.Cancelled.InTime();
    }

    [Fact]
    public async Task A_stop_that_races_with_the_end_leaves_one_end()
    {
        for (var i = 0; i < 200; i++)
        {
            var (generation, call) = await _engine.StartCallAsync();
            call.Accept().Text("Hi");
            await Task.WhenAll(
                Task.Run(() => generation.Stop(), TestContext.Current.CancellationToken),
                Task.Run(() => call.Finish(), TestContext.Current.CancellationToken)).InTime();
            await generation.CleanedUp.InTime();
            SeenEvent.All(generation.Log).Count(seen => seen.Kind.IsTerminal()).ShouldBe(1);
        }
        _engine.Residue.ShouldBe(0);
    }
}
