namespace Tokenrill.Polling;

/// <summary>Something that can wait a moment, and may have become needless by then.</summary>
internal interface IDeferred
{
    /// <summary>Does it. Must not throw, and not block.</summary>
    void Do();
}
