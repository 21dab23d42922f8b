using Tokenrill.Generations;
using Tokenrill.Sessions;

namespace Tokenrill.Journals.Files;

/// <summary>Something that happened in a session and is not stored yet.</summary>
/// <param name="Session">The session.</param>
/// <param name="Tail">Where it is stored.</param>
/// <param name="Happened">What happened.</param>
/// <param name="Ended">The generation whose end must be stored with it.</param>
/// <param name="Erasure">With <see cref="SessionErased"/>: what is to be done when that is stored.</param>
internal readonly record struct SessionChange(Session Session, SessionTail Tail, SessionEvent Happened, Generation? Ended, Erasure? Erasure = null)
{
    /// <summary>Roughly what it holds in memory, in bytes.</summary>
    public long MemoryBytes => 256 + (2L * (Happened switch
    {
        MessageCreated created => LengthOf(created.Message),
        GenerationEnded { Answer: { } answer } => LengthOf(answer),
        _ => 0,
    }));

    private static int LengthOf(SessionMessage message) => message.Content.Length + (message.Reasoning?.Length ?? 0);
}
