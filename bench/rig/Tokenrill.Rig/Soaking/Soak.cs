using System.Globalization;
using Tokenrill.Rig.Processes;
using Tokenrill.Rig.Targets;

namespace Tokenrill.Rig.Soaking;

/// <summary>Many readers for a long time: nothing may grow, nothing may be lost, and at the end nothing may be left.</summary>
internal static class Soak
{
    private static readonly TimeSpan Ramp = TimeSpan.FromSeconds(10);

    // The longest grace and the longest answer, and more.
    private static readonly TimeSpan WindingUp = TimeSpan.FromMinutes(2);

    /// <summary>0 when no promise was broken and nothing was left active, otherwise 1.</summary>
    public static async Task<int> RunAsync(Workspace workspace, Ports ports, ProviderProcess provider, TimeSpan length, int streams, CancellationToken cancellationToken)
    {
        var port = ports.Take();
        await using var server = Gateways.StartTokenrill(workspace, port, provider.Authority, new Dictionary<string, string>
        {
            // Little enough, of what is kept on purpose, to be full within minutes: from then on, memory that grows is memory that leaks.
            // An answer lasts half a minute and its readers come back within three seconds, so nothing expires under them.
            ["Tokenrill__Storage__MemoryBytes"] = "33554432",
            ["Tokenrill__Storage__Retention"] = "00:02:00",
            ["Tokenrill__Storage__SegmentBytes"] = "8388608",
        });
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Timeout.InfiniteTimeSpan };
        await Readiness.WaitAsync("tokenrill", server, async stop =>
        {
            using var response = await http.GetAsync("/healthz", stop);
            return response.IsSuccessStatusCode;
        }, cancellationToken);

        var counts = new SoakCounts();
        using var windUp = new CancellationTokenSource(length, TimeProvider.System);
        var readers = Task.WhenAll(Enumerable.Range(0, streams).Select(async seed =>
        {
            await Task.Delay(Ramp * seed / streams, TimeProvider.System, cancellationToken);
            await new SoakReader(new SoakClient(http), counts, seed).RunAsync(windUp.Token, cancellationToken);
        }));
        Console.WriteLine($"\n### soak: {streams} streams for {length.TotalMinutes:0.#} min\n");
        await ReportMinutesAsync(counts, server, readers, cancellationToken);
        return await CloseAsync(counts, http, provider, cancellationToken) ? 0 : 1;
    }

    private static async Task ReportMinutesAsync(SoakCounts counts, ChildProcess server, Task readers, CancellationToken cancellationToken)
    {
        Console.WriteLine("| minute | RSS MB | CPU us/event | events/s | started | resumed | stopped | joined | abandoned | errors |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), TimeProvider.System);
        var (events, cpu) = (0L, ProcessTree.CpuOf(server.Id));
        for (var minute = 1; ; minute++)
        {
            var tick = timer.WaitForNextTickAsync(cancellationToken).AsTask();
            if (await Task.WhenAny(tick, readers) == readers)
                break;
            await tick;
            if (server.HasExited)
                throw new RigException($"tokenrill has ended:\n{server.LastWords()}");
            var (eventsNow, cpuNow) = (counts["events"], ProcessTree.CpuOf(server.Id));
            var more = eventsNow - events;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {minute} | {ProcessTree.Resident(server.Id) / 1048576.0:0} | {(cpuNow - cpu).TotalMicroseconds / Math.Max(more, 1):0.0} | {more / 60} | {counts["started"]} "
                + $"| {counts["resumed"]} | {counts["stopped"]} | {counts["joined"]} | {counts["abandoned"]} | {counts.AllErrors} |"));
            (events, cpu) = (eventsNow, cpuNow);
        }
        await readers;
    }

    /// <summary>Waits until nothing runs any more, and says what the server and the provider think is left.</summary>
    private static async Task<bool> CloseAsync(SoakCounts counts, HttpClient http, ProviderProcess provider, CancellationToken cancellationToken)
    {
        var active = (await provider.StatisticsAsync(cancellationToken)).Active;
        for (var waited = TimeSpan.Zero; active > 0 && waited < WindingUp; waited += TimeSpan.FromSeconds(1))
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
            active = (await provider.StatisticsAsync(cancellationToken)).Active;
        }
        var metrics = (await http.GetStringAsync("/metrics", cancellationToken)).Split('\n');
        var gauges = metrics.Where(static line => line.StartsWith("tokenrill_generations_active", StringComparison.Ordinal) || line.StartsWith("tokenrill_readers", StringComparison.Ordinal)).ToList();
        Console.WriteLine($"\n{counts["started"]} generations, {counts["events"]} events, {counts.AllErrors} errors.");
        foreach (var error in counts.Errors)
            Console.WriteLine($"- {error}");
        Console.WriteLine($"Left: {string.Join(", ", gauges)}; the provider has {active} active.");
        return counts.AllErrors == 0 && active == 0 && gauges.Count >= 2 && gauges.TrueForAll(static line => line.EndsWith(" 0", StringComparison.Ordinal));
    }
}
