using Tokenrill.Sessions;
using Tokenrill.Signals;

namespace Tokenrill.Journals.Files;

/// <summary>A session as it was stored.</summary>
/// <param name="Outline">What it is.</param>
/// <param name="Messages">Its messages, oldest first. The text of an answer whose end is not stored stands in its generation.</param>
/// <param name="Signals">Its signals, oldest first, those included that were dismissed.</param>
/// <param name="IsDamaged">Whether something that happened in it cannot be read any more: it is missing.</param>
public sealed record StoredSession(SessionOutline Outline, IReadOnlyList<SessionMessage> Messages, IReadOnlyList<Signal> Signals, bool IsDamaged);
