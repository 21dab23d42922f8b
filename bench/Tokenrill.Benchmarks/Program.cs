using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

// In this process: the figures are for one token, and a process of its own for each benchmark would add nothing to them.
var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance).WithIterationCount(10));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
