namespace Tokenrill.Rig.Loads;

/// <summary>The line that the load generator prints.</summary>
internal sealed record LoadResult
{
    public int Ok { get; init; }
    public int Failed { get; init; }
    public Dictionary<string, int> Ends { get; init; } = [];
    public int FirstBadStatus { get; init; }
    public long Tokens { get; init; }
    public long Repeated { get; init; }
    public long Reads { get; init; }
    public long Bytes { get; init; }
    public Quantiles FirstTokenUs { get; init; } = new();
    public Quantiles LatencyUs { get; init; } = new();
    public int MostOpen { get; init; }
    public long FullFromNs { get; init; }
    public long FullToNs { get; init; }
    public double Seconds { get; init; }
    public double CpuSeconds { get; init; }
}

/// <summary>Microseconds.</summary>
internal sealed record Quantiles
{
    public double P50 { get; init; }
    public double P90 { get; init; }
    public double P99 { get; init; }
    public double Most { get; init; }
}

/// <summary>What the provider says at /stats.</summary>
internal sealed record ProviderStatistics
{
    public long Requests { get; init; }
    public long Active { get; init; }
    public long Completed { get; init; }
    public long Aborted { get; init; }
    public long Tokens { get; init; }
}
