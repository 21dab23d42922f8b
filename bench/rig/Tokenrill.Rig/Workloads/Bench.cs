using Tokenrill.Rig.Loads;
using Tokenrill.Rig.Processes;
using Tokenrill.Rig.Targets;

namespace Tokenrill.Rig.Workloads;

/// <summary>What every run needs: where things are, the provider, the machine.</summary>
internal sealed record Bench(Workspace Workspace, Ports Ports, ProviderProcess Provider, Machine Machine)
{
    private const int Attempts = 3;

    /// <summary>Cores that something else may keep busy during a run, before it is done again.</summary>
    private const double Disturbed = 0.12;

    /// <summary>Starts a target and waits until it has nothing more to do: what it does for itself after its start is not
    /// what streams cost.</summary>
    public async Task<Target> StartAsync(TargetKind kind, CancellationToken cancellationToken)
    {
        var target = await kind.StartAsync(Workspace, Ports, Provider, cancellationToken);
        if (target.Process is { } process)
            await Readiness.WaitUntilIdleAsync(process, cancellationToken);
        return target;
    }

    public Task<LoadResult> LoadAsync(Target target, Load load, CancellationToken cancellationToken) =>
        LoadGenerator.RunAsync(Workspace, target.Ask(load.AllWords), load, cancellationToken);

    /// <summary>Runs it on a quiet machine; when something disturbed it, again, and the least disturbed run counts.</summary>
    public async Task<Measurement> MeasureAsync(Target target, Workload work, Load load, CancellationToken cancellationToken)
    {
        Measurement? best = null;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var quiet = await Machine.WaitUntilQuietAsync(cancellationToken);
            var run = await RunAsync(target, work, load, cancellationToken);
            if (best is null || run.OtherCores < best.OtherCores)
                best = run;
            // A second run in the same process would find a heap that has grown already.
            if (best.OtherCores < Disturbed || !quiet || work.Kind == WorkKind.Memory)
                break;
        }
        return best!;
    }

    private async Task<Measurement> RunAsync(Target target, Workload work, Load load, CancellationToken cancellationToken)
    {
        var request = work.Kind == WorkKind.FanOut
            ? await FanOut.StartAsync(target, load, cancellationToken)
            : target.Ask(load.AllWords);
        // Nothing stands between: the rig's own memory is as good as any, and is not shown.
        var process = target.Process?.Id;
        var memory = new MemorySampler(process ?? Environment.ProcessId);
        var cpuBefore = process is { } before ? ProcessTree.Cpu(before) : new Dictionary<int, TimeSpan>();
        var providerBefore = ProcessTree.CpuOf(Provider.Id);
        var busyBefore = Machine.BusySeconds();
        LoadResult result;
        try
        {
            result = await LoadGenerator.RunAsync(Workspace, request, load, cancellationToken);
        }
        finally
        {
            await memory.DisposeAsync();
        }
        var cpu = process is { } after ? ProcessTree.Cpu(after).Sum(used => (used.Value - cpuBefore.GetValueOrDefault(used.Key)).TotalSeconds) : 0;
        var providerCpu = (ProcessTree.CpuOf(Provider.Id) - providerBefore).TotalSeconds;
        var others = Machine.BusySeconds() - busyBefore - cpu - providerCpu - result.CpuSeconds;
        return new Measurement(
            work.Table, target.Name, load.Streams, load.Tokens, work.IsChoked(result), result,
            cpu, providerCpu, others / Math.Max(result.Seconds, 0.1), memory.Before, memory.MostBetween(result.FullFromNs, result.FullToNs), memory.Most);
    }
}
