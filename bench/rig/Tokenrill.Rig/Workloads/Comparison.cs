using Tokenrill.Rig.Targets;

namespace Tokenrill.Rig.Workloads;

/// <summary>Runs workloads against targets. Every repeat visits every target, so that whatever drifts on the machine hits all
/// of them alike.</summary>
internal sealed class Comparison(Bench bench, IReadOnlyList<TargetKind> kinds, int repeats, Action<Measurement> measured)
{
    private readonly Dictionary<string, string> _faults = new(StringComparer.Ordinal);

    /// <summary>Targets that could not be measured to the end, and why.</summary>
    public IReadOnlyDictionary<string, string> Faults => _faults;

    public async Task RunAsync(IReadOnlyList<Workload> works, CancellationToken cancellationToken)
    {
        var longLived = works.Where(static work => work.Kind != WorkKind.Memory).ToList();
        var warm = new List<WarmTarget>();
        try
        {
            if (longLived.Count > 0)
                foreach (var kind in kinds)
                    await GuardAsync(kind.Name, async () => warm.Add(await WarmTarget.StartAsync(bench, kind, longLived, cancellationToken)));
            foreach (var work in longLived)
                await RepeatAsync(warm.Where(target => Takes(target.Target.Name, work)).Select(target => target.Target.Name), name =>
                {
                    var target = warm.Single(one => one.Target.Name == name);
                    return bench.MeasureAsync(target.Target, work, work.SizedFor(target.FloodRates.GetValueOrDefault(work.Table)), cancellationToken);
                }, cancellationToken);
        }
        finally
        {
            foreach (var target in warm)
                await target.Target.DisposeAsync();
        }
        foreach (var work in works.Where(static work => work.Kind == WorkKind.Memory))
            await RepeatAsync(kinds.Select(static kind => kind.Name), async name =>
            {
                await using var target = await bench.StartAsync(TargetKind.Named(name), cancellationToken);
                await WarmUp.LightlyAsync(bench, target, cancellationToken);
                return await bench.MeasureAsync(target, work, work.SizedFor(0), cancellationToken);
            }, cancellationToken);
    }

    /// <summary>Only the native protocol can have many readers of one generation.</summary>
    private static bool Takes(string target, Workload work) => work.Kind != WorkKind.FanOut || target == TargetKind.Native.Name;

    /// <summary>A target that chokes is measured once: it would only take long to choke again.</summary>
    private async Task RepeatAsync(IEnumerable<string> targets, Func<string, Task<Measurement>> measure, CancellationToken cancellationToken)
    {
        var left = targets.ToList();
        for (var repeat = 0; repeat < repeats; repeat++)
            foreach (var name in left.ToList())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (_faults.ContainsKey(name))
                    continue;
                await GuardAsync(name, async () =>
                {
                    var run = await measure(name);
                    measured(run);
                    if (run.Choked)
                        left.Remove(name);
                });
            }
    }

    private async Task GuardAsync(string target, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (RigException fault)
        {
            _faults[target] = fault.Message;
        }
    }
}
