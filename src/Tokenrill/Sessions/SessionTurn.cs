using System.Text;
using Tokenrill.Generations;

namespace Tokenrill.Sessions;

/// <summary>An answer of a session while its generation writes it. What it says is read from the generation's log, where it
/// stands already; it is copied once, at the end.</summary>
internal sealed class SessionTurn(Session session, SessionMessage begun, Generation generation)
{
    /// <summary>The answer's id.</summary>
    public string MessageId => begun.Id;

    /// <summary>The answer as it stands now.</summary>
    public SessionMessage Message
    {
        get
        {
            var log = generation.Log;
            // In this order: what had ended when it was asked has said everything it will say.
            var status = generation.Status;
            var reasoning = log.ReasoningText;
            return begun with
            {
                Content = Encoding.UTF8.GetString(log.Text),
                Reasoning = reasoning.IsEmpty ? null : Encoding.UTF8.GetString(reasoning),
                Status = status,
            };
        }
    }

    /// <summary>Whether its generation has ended.</summary>
    public bool HasEnded => generation.Log.IsFinished;

    /// <summary>The generation has ended: its answer will not change any more.</summary>
    public void End() => session.End(this);
}
