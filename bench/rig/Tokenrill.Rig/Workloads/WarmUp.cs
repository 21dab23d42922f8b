using Tokenrill.Rig.Loads;
using Tokenrill.Rig.Targets;

namespace Tokenrill.Rig.Workloads;

/// <summary>Brings a target to its working temperature: code compiled, connections open.</summary>
internal static class WarmUp
{
    private const double Timeout = 30;
    private const int Streams = 32;
    private const int Few = 500;

    /// <summary>A few streams, for a process whose memory is to be measured.</summary>
    public static Task LightlyAsync(Bench bench, Target target, CancellationToken cancellationToken) =>
        bench.LoadAsync(target, new Load(20, 5, "rate=20", Timeout: Timeout), cancellationToken);

    /// <summary>Everything, and how many tokens a second it floods with, for each of the floods to come.</summary>
    public static async Task<IReadOnlyDictionary<string, double>> FullyAsync(Bench bench, Target target, IEnumerable<Workload> floods, CancellationToken cancellationToken)
    {
        await LightlyAsync(bench, target, cancellationToken);
        await bench.LoadAsync(target, new Load(32, 1, "rate=0", Repeat: 3, Timeout: Timeout), cancellationToken);
        await bench.LoadAsync(target, new Load(32, 300, "rate=0", Timeout: Timeout), cancellationToken);
        var rates = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var flood in floods)
        {
            // Twice: the first is too short to tell, but tells how long the second must be to take about a second.
            var guess = await FloodAsync(bench, target, flood.Load with { Streams = Streams, Tokens = Few }, cancellationToken);
            var tokens = Math.Clamp((int)guess / Streams, Few, flood.Load.Tokens);
            rates[flood.Table] = await FloodAsync(bench, target, flood.Load with { Streams = Streams, Tokens = tokens }, cancellationToken);
        }
        return rates;
    }

    private static async Task<double> FloodAsync(Bench bench, Target target, Load load, CancellationToken cancellationToken)
    {
        var result = await bench.LoadAsync(target, load with { Timeout = Timeout }, cancellationToken);
        return result.Tokens / Math.Max(result.Seconds, 0.001);
    }
}
