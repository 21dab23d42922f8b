using System.Net;
using Tokenrill.TestKit;

namespace Tokenrill.Server.Tests;

public sealed class LifeTests
{
    private static readonly (string, string) InMemory = ("Tokenrill__Storage__Kind", "memory");

    [Fact]
    public async Task A_signal_to_end_interrupts_what_runs_tells_its_reader_and_ends_cleanly()
    {
        await using var server = ServerProcess.Start();
        await using var stream = await server.AskAsync("tokens=1000000 rate=20");
        await stream.NextAsync("text");
        await server.SignalAsync("TERM");
        (await stream.RestAsync())[^1].ShouldBe("interrupted");
        (await server.EndAsync()).ExitCode.ShouldBe(0);
        server.Output.ShouldContain(line => line.Contains("ended interrupted"));
    }

    [Fact]
    public async Task A_provider_that_has_fallen_silent_does_not_hold_up_the_end()
    {
        await using var server = ServerProcess.Start();
        await using var stream = await server.AskAsync("rate=0", "sim/stall");
        await stream.NextAsync("text");
        await server.SignalAsync("TERM");
        (await stream.RestAsync())[^1].ShouldBe("interrupted");
        (await server.EndAsync()).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_killed_server_that_keeps_all_in_memory_leaves_no_answer_that_looks_complete_and_nothing_behind()
    {
        await using var killed = ServerProcess.Start(InMemory);
        await using var stream = await killed.AskAsync("tokens=1000000 rate=100");
        var id = (await stream.NextAsync("started")).GetProperty("generation").GetString();
        await stream.NextAsync("text");
        await killed.SignalAsync("KILL");
        await Should.ThrowAsync<HttpIOException>(stream.RestAsync());
        await killed.EndAsync();
        killed.Files.ShouldBeEmpty();

        await using var restarted = ServerProcess.StartWith(["--urls", killed.Client.BaseAddress!.ToString()], [InMemory]);
        await restarted.Address;
        using var state = await restarted.Client.GetAsync($"/v1/generations/{id}", TestContext.Current.CancellationToken).InTime();
        state.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await restarted.Client.GetStringAsync("/v1/generations?status=active", TestContext.Current.CancellationToken).InTime()).ShouldBe("""{"data":[]}""");
    }

    [Fact]
    public async Task Warming_up_is_nobody_s_business_and_ends_with_the_server()
    {
        await using var server = ServerProcess.Start(("Tokenrill__WarmUp", "true"));
        await using var stream = await server.AskAsync("tokens=1000000 rate=20");
        await stream.NextAsync("text");
        var metrics = await server.Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken).InTime();
        await server.SignalAsync("TERM");
        (await stream.RestAsync())[^1].ShouldBe("interrupted");
        (await server.EndAsync()).ExitCode.ShouldBe(0);

        metrics.ShouldContain("tokenrill_generations_started_total{provider=\"sim\"} 1\n");
        server.Output.Count(line => line.Contains(" started session=", StringComparison.Ordinal)).ShouldBe(1);
        server.Output.Count(line => line.Contains("Listening on", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task The_log_tells_what_happened_in_the_order_in_which_it_happened()
    {
        await using var server = ServerProcess.Start();
        await using var first = await server.AskAsync("tokens=1000000 rate=50\nthe first prompt", "sim/steady", "s-1");
        await first.NextAsync("text");
        await using var second = await server.AskAsync("tokens=1000000 rate=50", "sim/steady", "s-1");
        var by = (await second.NextAsync("started")).GetProperty("generation").GetString();
        await second.NextAsync("text");
        using var stopped = await server.Client.PostAsync($"/v1/generations/{by}/stop", null, TestContext.Current.CancellationToken).InTime();
        stopped.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await second.NextAsync("cancelled");
        var superseded = await first.NextAsync("superseded");
        superseded.GetProperty("by").GetString().ShouldBe(by);
        await server.SignalAsync("TERM");
        await server.EndAsync();

        string[] expected = ["started session=s-1 epoch=1", "first token after", $"superseded by {by}", "ended superseded", "started session=s-1 epoch=2", "first token after", "stopped reason=stop", "ended cancelled"];
        var lines = server.Output.Where(line => line.Contains("gen_", StringComparison.Ordinal)).ToArray();
        lines.Length.ShouldBe(expected.Length, string.Join('\n', lines));
        for (var i = 0; i < expected.Length; i++)
            lines[i].ShouldContain(expected[i]);
        lines.ShouldAllBe(line => line[10] == 'T' && line[23] == 'Z');
        string.Concat(server.Output).ShouldNotContain("the first prompt");
    }
}
