using Tokenrill.Rig.Processes;
using Tokenrill.Rig.Reports;
using Tokenrill.Rig.Soaking;
using Tokenrill.Rig.Targets;
using Tokenrill.Rig.Timing;
using Tokenrill.Rig.Workloads;

namespace Tokenrill.Rig;

/// <summary>One run of the rig, from checking what is there to the last table.</summary>
internal static class RigRun
{
    /// <summary>0 when everything could be measured, otherwise 1.</summary>
    public static async Task<int> RunAsync(RigOptions options, CancellationToken cancellationToken)
    {
        if (options.Help)
        {
            Console.WriteLine(RigOptions.Usage);
            return 0;
        }
        var kinds = options.Targets.Select(TargetKind.Named).ToList();
        var works = options.Scaling ? WorkloadList.Scaling(Machine.OpenFiles()) : options.Journal ? WorkloadList.Journal : WorkloadList.Named(options.Work);
        if (options.SoakMinutes is null && !options.Deadlines && kinds.Contains(TargetKind.Nginx))
            Tools.Demand("nginx", "nginx");
        using var workspace = new Workspace(options.Server);
        var ports = new Ports(options.Port);
        await using var provider = await ProviderProcess.StartAsync(workspace, ports, cancellationToken);
        Console.WriteLine(await Versions.DescribeAsync(workspace));
        if (options.SoakMinutes is { } minutes)
            return await Soak.RunAsync(workspace, ports, provider, TimeSpan.FromMinutes(minutes), options.SoakStreams, cancellationToken);
        if (options.Deadlines)
            return await DeadlineCheck.RunAsync(workspace, ports, provider, cancellationToken);
        using var progress = new Progress(options.Out);
        var comparison = new Comparison(new Bench(workspace, ports, provider, new Machine(options.Patience)), kinds, options.Repeats, progress.Add);
        try
        {
            await comparison.RunAsync(works, cancellationToken);
        }
        finally
        {
            new Report(progress.Runs).Write(Console.Out, works);
        }
        foreach (var (target, fault) in comparison.Faults)
            Console.WriteLine($"\n{target} was not measured to the end: {fault}");
        return comparison.Faults.Count == 0 ? 0 : 1;
    }
}
