using System.Text.Json.Serialization;
using Tokenrill.Rig.Loads;

namespace Tokenrill.Rig.Workloads;

/// <summary>One run of one workload against one target.</summary>
/// <param name="Streams">How many were asked for.</param>
/// <param name="TokensEach">Of each stream.</param>
/// <param name="OtherCores">Cores that neither target nor rig kept busy: how much the run was disturbed.</param>
/// <param name="BytesBefore">The target's memory before, when as many streams were open as ever were, and at most.</param>
internal sealed record Measurement(
    string Table, string Target, int Streams, int TokensEach, bool Choked, LoadResult Load,
    double TargetCpu, double ProviderCpu, double OtherCores, long BytesBefore, long BytesFull, long BytesMost)
{
    [JsonIgnore]
    public double CpuPerTokenUs => Load.Tokens == 0 ? double.NaN : TargetCpu * 1e6 / Load.Tokens;

    [JsonIgnore]
    public double CpuPerRequestUs => Load.Ok == 0 ? double.NaN : TargetCpu * 1e6 / Load.Ok;

    [JsonIgnore]
    public double KilobytesPerStream => Load.MostOpen == 0 ? double.NaN : (BytesFull - BytesBefore) / 1024.0 / Load.MostOpen;
}
