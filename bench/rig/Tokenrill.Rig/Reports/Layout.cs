using Tokenrill.Rig.Workloads;
using static Tokenrill.Rig.Reports.Column;

namespace Tokenrill.Rig.Reports;

/// <summary>Which figures a table has, and which of them also as a ratio.</summary>
/// <param name="BaseTable">The table whose rows are divided by, when it is another one.</param>
internal sealed record Layout(Column[] Columns, (Column Column, string Base)[] Ratios, string? BaseTable = null)
{
    private const string Nginx = "nginx";
    private const string Direct = "direct";
    private const string Native = "native";

    public static Layout Of(string table) => table switch
    {
        "W1" => new([LatencyP50, LatencyP90, LatencyP99, FirstTokenP50, CpuPerToken, ReadsPerToken, OtherCpu],
            [(LatencyP50, Direct), (LatencyP50, Nginx), (CpuPerToken, Nginx)]),
        WorkloadList.Steady => new([TokensPerSecond, Failed, LatencyP50, LatencyP99, FirstTokenP99, CpuPerToken, MostMemory, HarnessCpu, OtherCpu],
            [(LatencyP99, Direct), (LatencyP99, Nginx), (CpuPerToken, Nginx)]),
        "W3" or "W3b" => new([TokensEach, TokensPerSecond, CpuPerToken, ReadsPerToken, BytesPerToken, HarnessCpu, OtherCpu],
            [(TokensPerSecond, Direct), (TokensPerSecond, Nginx), (CpuPerToken, Nginx)]),
        "W4" => new([Failed, PerStream, MostMemory, LatencyP99, FirstTokenP99, CpuPerToken, HarnessCpu, OtherCpu],
            [(PerStream, Nginx), (LatencyP99, Nginx), (CpuPerToken, Nginx)]),
        "W5" => new([RequestsPerSecond, Failed, FirstTokenP50, FirstTokenP99, CpuPerRequest, HarnessCpu, OtherCpu],
            [(RequestsPerSecond, Direct), (RequestsPerSecond, Nginx), (CpuPerRequest, Nginx)]),
        "F" => new([TokensPerSecond, Failed, LatencyP50, LatencyP99, CpuPerToken, MostMemory, HarnessCpu, OtherCpu],
            [(CpuPerToken, Nginx)], WorkloadList.Steady),
        "J1" or "J2" => new([Failed, LatencyP50, LatencyP99, FirstTokenP50, FirstTokenP99, CpuPerToken, HarnessCpu, OtherCpu],
            [(LatencyP50, Native), (LatencyP99, Native), (CpuPerToken, Native)]),
        "S" => new([Failed, LatencyP50, LatencyP99, CpuPerToken, HarnessCpu, OtherCpu],
            [(CpuPerToken, Nginx)]),
        "M" => new([Failed, PerStream, MostMemory, LatencyP99, CpuPerToken, HarnessCpu, OtherCpu],
            [(PerStream, Nginx), (MostMemory, Nginx)]),
        _ => throw new RigException($"no table is laid out for \"{table}\""),
    };
}
