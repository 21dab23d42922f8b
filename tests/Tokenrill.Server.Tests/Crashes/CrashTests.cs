using System.Globalization;

namespace Tokenrill.Server.Tests.Crashes;

public sealed class CrashTests
{
    /// <summary>The environment variables that ask for more crashes, and for others.</summary>
    internal const string RoundsVariable = "TOKENRILL_CRASH_ROUNDS", SeedVariable = "TOKENRILL_CRASH_SEED";

    private const int Rounds = 25;

    [Theory]
    [InlineData("strict")]
    [InlineData("batched")]
    public async Task A_server_that_is_killed_again_and_again_keeps_what_it_promised(string durability)
    {
        using var run = new CrashRun(durability);
        await run.RunAsync(Variable(SeedVariable, 1), Variable(RoundsVariable, Rounds));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{durability}: generations {string.Join(", ", run.Endings.OrderBy(ending => ending.Key).Select(ending => $"{ending.Value} {ending.Key}"))}; lost in {run.Losses.Count} rounds, {run.Losses.Sum(loss => loss.Count)} events in all, told at most {run.Losses.Select(loss => loss.Reach.TotalMilliseconds).DefaultIfEmpty().Max():F0} ms before the last"));
        run.Endings.Keys.ShouldBe(["completed", "interrupted", "superseded"], ignoreOrder: true, $"{durability}: of all that was told nothing was kept that ended in one of these ways, so it was not tried");
    }

    /// <summary>That it is two seconds is the simulator's pace, and not the machine's: a hundred events of fifty a second lie between.</summary>
    [Fact]
    public async Task What_was_told_two_seconds_before_a_crash_is_there_when_events_are_stored_in_batches()
    {
        using var folder = new ServerFolder();
        string id;
        WireEvent early;
        await using (var killed = ServerProcess.StartIn(folder))
        {
            await using var stream = await killed.AskAsync("tokens=1000000 rate=50", "sim/steady", "s-1");
            id = (await stream.NextAsync("started")).GetProperty("generation").GetString()!;
            await stream.NextAsync("text");
            early = WireEvent.Of(stream.Current);
            for (var i = 0; i < 100; i++)
                await stream.NextAsync("text");
            await killed.SignalAsync("KILL");
            await killed.EndAsync();
        }
        await using var restarted = ServerProcess.StartIn(folder);
        await restarted.Address;
        var stored = (await new RestoredServer(restarted.Client).GenerationAsync(id)).ShouldNotBeNull($"{id} is gone");
        stored.LastOfBefore.ShouldBeGreaterThanOrEqualTo(early.Sequence, $"{id}: {early} is lost");
        stored.Events[early.Sequence - 1].Says(early).ShouldBeTrue($"{id}: {early} is stored as {stored.Events[early.Sequence - 1]}");
        stored.Status.ShouldBe("interrupted");
    }

    private static int Variable(string name, int usual) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
}
