using System.Text;
using Tokenrill.Generations;
using Tokenrill.Logs;

namespace Tokenrill.Sessions;

/// <summary>An answer of a session while its generation writes it. What it says is read from the generation's log, where it
/// stands already; it is copied once, at the end.</summary>
internal sealed class SessionTurn(Session session, SessionMessage begun, Generation generation)
{
    /// <summary>The answer's id.</summary>
    public string MessageId => begun.Id;

    /// <summary>The session.</summary>
    public Session Session => session;

    /// <summary>The generation that writes it.</summary>
    public Generation Generation => generation;

    /// <summary>The answer as it stands now.</summary>
    public SessionMessage Message
    {
        get
        {
            // In this order: what had ended when it was asked has said everything it will say.
            var status = generation.Status;
            return AsWritten(begun, generation.Log, generation.Log.LastSequence, status);
        }
    }

    /// <summary>The answer as it stands for good, which readers may not see yet.</summary>
    public SessionMessage LastMessage => AtEnd(begun, generation);

    /// <summary>Whether its generation has ended.</summary>
    public bool HasEnded => generation.Log.IsFinished;

    /// <summary>The generation has ended: its answer will not change any more.</summary>
    public void End() => session.End(this);

    /// <summary>An answer with all that its generation has written.</summary>
    public static SessionMessage AtEnd(SessionMessage begun, Generation generation) =>
        AsWritten(begun, generation.Log, generation.Log.LastAppended, generation.Outcome);

    private static SessionMessage AsWritten(SessionMessage begun, GenerationLog log, int last, GenerationStatus status)
    {
        var reasoning = log.TextUpTo(last, EventKind.Reasoning);
        return begun with
        {
            Content = Encoding.UTF8.GetString(log.TextUpTo(last, EventKind.Text)),
            Reasoning = reasoning.IsEmpty ? null : Encoding.UTF8.GetString(reasoning),
            Status = status,
        };
    }
}
