namespace Tokenrill.AspNetCore.Dialects.Messages;

/// <summary>What becomes of members that a shape does not have.</summary>
internal enum UnknownMembers
{
    /// <summary>The request is refused: what is ignored may have changed the meaning.</summary>
    Refuse,
    /// <summary>They are ignored: existing clients echo back whatever they once received.</summary>
    Ignore,
}
