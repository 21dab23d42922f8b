using Tokenrill.Generations;
using Tokenrill.Sessions;

namespace Tokenrill.Journals.Files;

/// <summary>Something that happened in a session and is not stored yet.</summary>
/// <param name="Session">The session.</param>
/// <param name="Tail">Where it is stored.</param>
/// <param name="Happened">What happened.</param>
/// <param name="Ended">The generation whose end must be stored with it.</param>
internal readonly record struct SessionChange(Session Session, SessionTail Tail, SessionEvent Happened, Generation? Ended);
