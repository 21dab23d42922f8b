namespace Tokenrill.Polling;

/// <summary>Something that can wait a moment, and may have become needless by then.</summary>
internal interface IDeferred
{
    /// <summary>Does it. Must not throw, and not block.</summary>
    /// <param name="turn">As given when it was put off: who puts off the same again can tell what is meant.</param>
    void Do(int turn);
}
