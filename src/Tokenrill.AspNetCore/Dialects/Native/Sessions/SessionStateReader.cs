using Tokenrill.AspNetCore.Framing;
using Tokenrill.Generations;
using Tokenrill.Models;
using Tokenrill.Sessions;
using Tokenrill.Signals;

namespace Tokenrill.AspNetCore.Dialects.Native.Sessions;

/// <summary>Sessions and what is in them, in the native protocol's shape.</summary>
internal static class SessionStateReader
{
    public static SessionState Read(Session session) => new()
    {
        Id = session.Id,
        Title = session.Title,
        Messages = session.MessageCount,
        CreatedAt = WireTime.Of(session.CreatedAt),
        UpdatedAt = WireTime.Of(session.UpdatedAt),
    };

    public static MessageState Read(SessionMessage message) => new()
    {
        Id = message.Id,
        Role = message.Role == ChatRole.User ? "user" : "assistant",
        Content = message.Content,
        Reasoning = message.Reasoning,
        Generation = message.Generation,
        Status = message.Status?.WireName(),
        CreatedAt = WireTime.Of(message.CreatedAt),
    };

    public static SignalState Read(Signal signal) => new()
    {
        Id = signal.Id,
        Kind = signal.Kind.WireName(),
        Text = signal.Text,
        Confidence = signal.Confidence,
        MessageId = signal.Message,
        CreatedAt = WireTime.Of(signal.CreatedAt),
        Dismissed = signal.IsDismissed ? true : null,
    };

    public static SessionEventState Read(SessionEvent happened)
    {
        var state = new SessionEventState { Sequence = happened.Sequence, Type = TypeOf(happened), At = WireTime.Of(happened.At) };
        return happened switch
        {
            MessageCreated created => state with { Message = Read(created.Message) },
            GenerationStarted started => state with { Generation = started.Generation, MessageId = started.Message, Model = started.Model },
            GenerationEnded ended => state with { Generation = ended.Generation, MessageId = ended.Message, Status = ended.Status.WireName() },
            TitleChanged changed => state with { Title = changed.Title },
            SignalCreated created => state with { Signal = Read(created.Signal) },
            SignalDismissed dismissed => state with { SignalId = dismissed.Signal },
            _ => state,
        };
    }

    private static string TypeOf(SessionEvent happened) => happened switch
    {
        MessageCreated => "message.created",
        GenerationStarted => "generation.started",
        GenerationEnded => "generation.ended",
        TitleChanged => "title.changed",
        SignalCreated => "signal.created",
        SignalDismissed => "signal.dismissed",
        _ => throw new InvalidOperationException($"{happened.GetType()} has no name on the wire"),
    };
}
