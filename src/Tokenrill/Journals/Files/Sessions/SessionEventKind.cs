using Tokenrill.Sessions;

namespace Tokenrill.Journals.Files;

/// <summary>What happened in a session: its kind on the disk. Numbers are never given anew.</summary>
internal enum SessionEventKind : byte
{
    SessionBegun = 1,
    MessageCreated = 2,
    GenerationStarted = 3,
    GenerationEnded = 4,
    TitleChanged = 5,
    SignalCreated = 6,
    SignalDismissed = 7,
}

/// <summary>Kinds of what happens in sessions.</summary>
internal static class SessionEventKinds
{
    public static SessionEventKind Of(SessionEvent happened) => happened switch
    {
        SessionBegun => SessionEventKind.SessionBegun,
        MessageCreated => SessionEventKind.MessageCreated,
        GenerationStarted => SessionEventKind.GenerationStarted,
        GenerationEnded => SessionEventKind.GenerationEnded,
        TitleChanged => SessionEventKind.TitleChanged,
        SignalCreated => SessionEventKind.SignalCreated,
        SignalDismissed => SessionEventKind.SignalDismissed,
        _ => throw new ArgumentException($"{happened.GetType().Name} is not stored.", nameof(happened)),
    };
}
