using Tokenrill.Sessions;

namespace Tokenrill.Journals.Files;

/// <summary>Something that happened in a session and is not stored yet.</summary>
/// <param name="Session">The session.</param>
/// <param name="Tail">Where it is stored.</param>
/// <param name="Steps">What happened together; never empty.</param>
internal readonly record struct SessionChange(Session Session, SessionTail Tail, IReadOnlyList<SessionStep> Steps)
{
    /// <summary>The sequence number of the last of it in the session's log.</summary>
    public int Last => Steps[^1].Happened.Sequence;

    /// <summary>Whether it says that the session was deleted.</summary>
    public bool IsErasure => Steps[0].Happened is SessionErased;
}
