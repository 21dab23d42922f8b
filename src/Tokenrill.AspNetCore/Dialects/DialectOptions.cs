using Tokenrill.AspNetCore.Dialects.Synapse;

namespace Tokenrill.AspNetCore.Dialects;

/// <summary>What can be chosen of the dialects.</summary>
public sealed class DialectOptions
{
    /// <summary>Of Synapse's.</summary>
    public SynapseOptions Synapse { get; set; } = new();
}
