using Tokenrill.Sessions;

namespace Tokenrill.Journals.Files;

/// <summary>Something that happened in a session and is not stored yet.</summary>
/// <param name="Session">The session.</param>
/// <param name="Tail">Where it is stored.</param>
/// <param name="Steps">What happened together; never empty.</param>
/// <param name="Erasure">With <see cref="SessionErased"/>: what is to be done when that is stored.</param>
internal readonly record struct SessionChange(Session Session, SessionTail Tail, IReadOnlyList<SessionStep> Steps, Erasure? Erasure = null)
{
    /// <summary>The sequence number of the last of it in the session's log.</summary>
    public int Last => Steps[^1].Happened.Sequence;

    /// <summary>Whether it says that the session was deleted.</summary>
    public bool IsErasure => Steps[0].Happened is SessionErased;

    /// <summary>Roughly what it holds in memory, in bytes.</summary>
    public long MemoryBytes => Steps.Sum(static step => 256 + (2L * (step.Happened switch
    {
        MessageCreated created => LengthOf(created.Message),
        GenerationEnded { Answer: { } answer } => LengthOf(answer),
        _ => 0,
    })));

    private static int LengthOf(SessionMessage message) => message.Content.Length + (message.Reasoning?.Length ?? 0);
}
