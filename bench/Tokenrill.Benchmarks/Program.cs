using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Tokenrill.Benchmarks;

if (args is ["--recovery", var folder, var events])
{
    await RecoveryMeasurement.OpenAsync(folder, int.Parse(events, CultureInfo.InvariantCulture));
    return;
}
if (args is ["--recovery"])
{
    await RecoveryMeasurement.RunAsync();
    return;
}

// In this process: the figures are for one token, and a process of its own for each benchmark would add nothing to them.
var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance).WithIterationCount(10));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
