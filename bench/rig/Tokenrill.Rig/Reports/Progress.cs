using System.Globalization;
using System.Text.Json;
using Tokenrill.Rig.Loads;
using Tokenrill.Rig.Workloads;

namespace Tokenrill.Rig.Reports;

/// <summary>Keeps the runs, and says each as it ends: on standard error, and as JSON to a file when there is one.</summary>
internal sealed class Progress(string? file) : IDisposable
{
    private readonly List<Measurement> _runs = [];
    private readonly StreamWriter? _file = file is null ? null : new StreamWriter(file) { AutoFlush = true };

    public IReadOnlyList<Measurement> Runs => _runs;

    public void Add(Measurement run)
    {
        _runs.Add(run);
        _file?.WriteLine(JsonSerializer.Serialize(run, RigJson.Default.Measurement));
        var ends = string.Join(' ', run.Load.Ends.Select(static end => $"{end.Key} {end.Value}"));
        var status = run.Load.FirstBadStatus == 0 ? "" : $" (status {run.Load.FirstBadStatus})";
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {run.Table,-3} {run.Target,-7} {run.Streams,5} streams: {ends}{status}; p50 {run.Load.LatencyUs.P50:0} p99 {run.Load.LatencyUs.P99:0} us; "
            + $"{run.CpuPerTokenUs:0.0} us/token; {run.KilobytesPerStream:0.0} kB/stream; {run.Load.Seconds:0.0} s; others {run.OtherCores:0.00} cores"));
    }

    public void Dispose() => _file?.Dispose();
}
