namespace Tokenrill.AspNetCore.Dialects.Synapse;

/// <summary>What can be chosen of Synapse's dialect.</summary>
public sealed class SynapseOptions
{
    /// <summary>Which chunks repeat the answer so far. Default: all of them.</summary>
    public FullContent FullContent { get; set; } = FullContent.Always;
}

/// <summary>Which chunks of a stream carry the answer so far in <c>full_content</c>.</summary>
public enum FullContent
{
    /// <summary>Every chunk, as Synapse has it: the bytes of a stream grow with the square of its answer.</summary>
    Always,
    /// <summary>The last chunk only; the others carry an empty text.</summary>
    Final,
}
