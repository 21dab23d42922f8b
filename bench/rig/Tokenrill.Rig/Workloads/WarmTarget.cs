using Tokenrill.Rig.Targets;

namespace Tokenrill.Rig.Workloads;

/// <summary>A target that has been warmed up.</summary>
/// <param name="FloodRates">Tokens a second, by flood.</param>
internal sealed record WarmTarget(Target Target, IReadOnlyDictionary<string, double> FloodRates)
{
    public static async Task<WarmTarget> StartAsync(Bench bench, TargetKind kind, IEnumerable<Workload> works, CancellationToken cancellationToken)
    {
        var target = await bench.StartAsync(kind, cancellationToken);
        try
        {
            return new WarmTarget(target, await WarmUp.FullyAsync(bench, target, works.Where(static work => work.Kind == WorkKind.Flood), cancellationToken));
        }
        catch
        {
            await target.DisposeAsync();
            throw;
        }
    }
}
