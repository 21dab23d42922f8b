namespace Tokenrill.Sessions;

/// <summary>Is told what is said in one session, as it is said.</summary>
internal interface ISessionListener
{
    /// <summary>A message was said that will not change any more: the user's, or an answer that has ended and is not empty.
    /// Called under the session's lock: must not wait, nor ask the session anything.</summary>
    void Said(SessionMessage message);

    /// <summary>The session was deleted: nothing more is said.</summary>
    void Closed();
}
