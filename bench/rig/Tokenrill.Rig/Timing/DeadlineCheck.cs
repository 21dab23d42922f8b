using System.Globalization;
using Tokenrill.Rig.Loads;
using Tokenrill.Rig.Targets;

namespace Tokenrill.Rig.Timing;

/// <summary>Whether deadlines are met by a server that is busy: each as late or as early as its client sees it, while a thousand
/// other streams run.</summary>
internal static class DeadlineCheck
{
    private const int Streams = 1000, Probes = 100;
    private const double Most = 100;

    private static readonly Load Traffic = new(Streams, Tokens: 600, Words: "rate=20", Ramp: 2, Timeout: 60);
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Opening = TimeSpan.FromSeconds(4);

    /// <summary>0 when every deadline was met to within 100 ms, otherwise 1.</summary>
    public static async Task<int> RunAsync(Workspace workspace, Ports ports, ProviderProcess provider, CancellationToken cancellationToken)
    {
        await using var target = await TargetKind.Native.StartAsync(workspace, ports, provider, cancellationToken);
        await Readiness.WaitUntilIdleAsync(target.Process!, cancellationToken);
        using var http = new HttpClient { BaseAddress = new Uri(target.BaseUrl), Timeout = Timeout.InfiniteTimeSpan };
        var traffic = LoadGenerator.RunAsync(workspace, target.Ask(Traffic.AllWords), Traffic, cancellationToken);
        await Task.Delay(Opening, TimeProvider.System, cancellationToken);
        // Once for nothing: it is the server's clocks that are of interest, and not how long this client takes to be compiled.
        await Task.WhenAll(DeadlineKind.All.Select(kind => DeadlineProbe.LatenessAsync(http, kind with { Seconds = 0.5 }, cancellationToken)));
        var results = await Task.WhenAll(DeadlineKind.All.Select(kind => ProbeAsync(http, kind, cancellationToken)));
        if (traffic.IsCompleted)
            throw new RigException("the other streams ended before the last deadline");
        var (healthy, health) = await HealthAsync(http, cancellationToken);
        Write(results, health);
        var carried = await traffic;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nBeside them: {carried.Ok} of {Streams} streams whole."));
        return healthy && carried.Ok == Streams && results.All(result => result.All(late => Math.Abs(late) <= Most)) ? 0 : 1;
    }

    private static async Task<double[]> ProbeAsync(HttpClient http, DeadlineKind kind, CancellationToken cancellationToken)
    {
        var late = await Task.WhenAll(Enumerable.Range(0, Probes).Select(async number =>
        {
            await Task.Delay(Spread * number / Probes, TimeProvider.System, cancellationToken);
            return await DeadlineProbe.LatenessAsync(http, kind, cancellationToken);
        }));
        Array.Sort(late);
        return late;
    }

    private static async Task<(bool Healthy, double Milliseconds)> HealthAsync(HttpClient http, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var response = await http.GetAsync("/healthz", cancellationToken);
        return (response.IsSuccessStatusCode, TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
    }

    private static void Write(double[][] results, double health)
    {
        Console.WriteLine($"\n### deadlines of {Probes} generations each, beside {Streams} streams of 20 tokens a second: late by, in ms\n");
        Console.WriteLine("| deadline | after | earliest | median | p99 | latest |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var (kind, late) in DeadlineKind.All.Zip(results))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {kind.Name} | {kind.Seconds} s | {late[0]:0} | {late[Probes / 2]:0} | {late[(Probes * 99 / 100) - 1]:0} | {late[^1]:0} |"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nHealth answered meanwhile within {health:0} ms."));
    }
}
