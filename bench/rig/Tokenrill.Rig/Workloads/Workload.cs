using Tokenrill.Rig.Loads;

namespace Tokenrill.Rig.Workloads;

/// <summary>What kind of work it is, where that changes how it is run or reported.</summary>
internal enum WorkKind
{
    Paced,
    /// <summary>As fast as it goes: cut to about five seconds by what the target did while it warmed up.</summary>
    Flood,
    /// <summary>Each repeat gets a process of its own: memory that an earlier run left would hide this one's.</summary>
    Memory,
    Short,
    /// <summary>All readers read one generation.</summary>
    FanOut,
}

/// <summary>A workload: the same streams for every target.</summary>
/// <param name="Table">The table it stands in; workloads of one table differ in the number of streams.</param>
/// <param name="Seconds">How long it takes when nothing holds it up; 0 with a flood.</param>
internal sealed record Workload(string Table, string Title, WorkKind Kind, double Seconds, Load Load)
{
    /// <summary>How much longer it may take than it must, before it is cut, in seconds.</summary>
    private const double Patience = 30;

    private const int FewestFloodTokens = 500;
    private const double FloodSeconds = 5;

    public bool IsChoked(LoadResult result) =>
        result.Failed > 0 || (Kind != WorkKind.Flood && result.Seconds > (Seconds * 1.3) + 1);

    /// <summary>The load for a target that floods at so many tokens a second.</summary>
    public Load SizedFor(double floodRate)
    {
        if (Kind != WorkKind.Flood)
            return Load with { Timeout = Seconds + Patience };
        var affordable = (int)(floodRate * FloodSeconds / Load.Streams) / 100 * 100;
        return Load with { Tokens = Math.Clamp(affordable, FewestFloodTokens, Load.Tokens), Timeout = FloodSeconds + Patience };
    }
}
