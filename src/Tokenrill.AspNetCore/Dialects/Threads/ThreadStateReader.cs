using Tokenrill.AspNetCore.Framing;
using Tokenrill.Generations;
using Tokenrill.Models;
using Tokenrill.Sessions;
using Tokenrill.Signals;

namespace Tokenrill.AspNetCore.Dialects.Threads;

/// <summary>Sessions and what is in them, as threads.</summary>
internal static class ThreadStateReader
{
    public static ThreadState Read(Session session) =>
        new(session.Id, session.Title ?? "", WireTime.Of(session.CreatedAt), WireTime.Of(session.UpdatedAt));

    public static ThreadMessage Read(Session session, SessionMessage message) => new(
        message.Id,
        session.Id,
        message.Role == ChatRole.User ? "user" : "assistant",
        message.Content,
        WireTime.Of(message.CreatedAt),
        message.Status is null or GenerationStatus.Completed ? null : message.Status.Value.WireName());

    public static ThreadSignal Read(Session session, Signal signal) => new(
        signal.Id, session.Id, signal.Kind.WireName(), signal.Text, signal.Confidence, signal.Message, WireTime.Of(signal.CreatedAt));
}
