using System.Globalization;
using Tokenrill.Rig.Workloads;

namespace Tokenrill.Rig.Reports;

/// <summary>A figure of a run.</summary>
/// <param name="OfTarget">Whether it is about the target's process: without one there is nothing to show.</param>
internal sealed record Column(string Heading, Func<Measurement, double> Value, string Format = "0", bool OfTarget = false)
{
    public static readonly Column LatencyP50 = new("p50 us", static run => run.Load.LatencyUs.P50);
    public static readonly Column LatencyP90 = new("p90 us", static run => run.Load.LatencyUs.P90);
    public static readonly Column LatencyP99 = new("p99 us", static run => run.Load.LatencyUs.P99);
    public static readonly Column FirstTokenP50 = new("TTFT p50 us", static run => run.Load.FirstTokenUs.P50);
    public static readonly Column FirstTokenP99 = new("TTFT p99 us", static run => run.Load.FirstTokenUs.P99);
    public static readonly Column CpuPerToken = new("CPU us/token", static run => run.CpuPerTokenUs, "0.0", OfTarget: true);
    public static readonly Column CpuPerRequest = new("CPU us/request", static run => run.CpuPerRequestUs, OfTarget: true);
    public static readonly Column ReadsPerToken = new("reads/token", static run => run.Load.Reads / (double)Math.Max(run.Load.Tokens, 1), "0.00");
    public static readonly Column BytesPerToken = new("bytes/token", static run => run.Load.Bytes / (double)Math.Max(run.Load.Tokens, 1));
    public static readonly Column TokensPerSecond = new("tok/s", static run => run.Load.Tokens / Math.Max(run.Load.Seconds, 0.001));
    public static readonly Column RequestsPerSecond = new("req/s", static run => run.Load.Ok / Math.Max(run.Load.Seconds, 0.001));
    public static readonly Column TokensEach = new("tokens each", static run => run.TokensEach);
    public static readonly Column Failed = new("failed", static run => run.Load.Failed);
    public static readonly Column PerStream = new("RSS kB/stream", static run => run.KilobytesPerStream, "0.0", OfTarget: true);
    public static readonly Column MostMemory = new("peak RSS MB", static run => run.BytesMost / 1048576.0, OfTarget: true);
    public static readonly Column HarnessCpu = new("harness CPU %", static run => 100 * (run.ProviderCpu + run.Load.CpuSeconds) / Math.Max(run.Load.Seconds, 0.001));
    public static readonly Column OtherCpu = new("other CPU %", static run => 100 * Math.Max(run.OtherCores, 0));

    /// <summary>The median of the runs; NaN when there is nothing to show.</summary>
    public double MedianOf(IReadOnlyList<Measurement> runs)
    {
        if (runs.Count == 0 || (OfTarget && runs[0].Target == Targets.TargetKind.Direct.Name))
            return double.NaN;
        var values = runs.Select(Value).Order().ToArray();
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    public static string Show(double value, string format) =>
        double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "-";
}
