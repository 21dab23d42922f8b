using Tokenrill.Generations;
using Tokenrill.Sessions;

namespace Tokenrill.Journals;

/// <summary>Where what happens is stored besides memory. Stands behind the writers: readers never meet it.</summary>
public interface IJournal
{
    /// <summary>Whether it gives back what it stored: what is finished may leave memory, and is there after a restart.</summary>
    bool IsLasting { get; }

    /// <summary>Why nothing is stored just now, for an operator; null while all is well.</summary>
    string? Fault { get; }

    /// <summary>Opens the store and finds what is in it. To be called once, before anything else.</summary>
    /// <exception cref="JournalException">It cannot be used; the message says why and what to do.</exception>
    Task<JournalContents> OpenAsync(CancellationToken cancellationToken);

    /// <summary>A generation begins, and is stored from now on. Must not block.</summary>
    void Begin(Generation generation);

    /// <summary>A generation's log has grown. Must not block: it is called on the thread that hears from the provider, after each flush.
    /// One that has not begun is nothing to the journal.</summary>
    /// <returns>True when readers may see the events at once. A strict journal returns false, stores them, and then
    /// calls <see cref="Logs.GenerationLog.Publish"/> itself.</returns>
    bool Appended(Generation generation);

    /// <summary>Something happened in a session. Must not block: it is called under the session's lock.</summary>
    /// <param name="session">The session.</param>
    /// <param name="steps">What happened together, in order: all of it is stored or nothing.</param>
    /// <returns>True when whoever follows the session may see it at once. A strict journal returns false, stores it, and then calls
    /// <see cref="SessionLog.Publish"/> itself.</returns>
    bool Happened(Session session, IReadOnlyList<SessionStep> steps);

    /// <summary>Completes when all that was said before may be acknowledged: when it is stored, as far as the configured
    /// durability asks for that.</summary>
    /// <exception cref="TokenrillException"><see cref="ErrorCode.StorageUnavailable"/>: it cannot be stored, and is not to be acknowledged without.</exception>
    ValueTask StoredAsync(CancellationToken cancellationToken);

    /// <summary>Whether a finished generation is stored, and can be read.</summary>
    bool HasStored(Generation generation);

    /// <summary>Whether something of a generation is still to be stored: until then memory is the only place that has it.</summary>
    bool IsStoring(Generation generation);

    /// <summary>Whether all that happened in a session is stored.</summary>
    bool HasStored(Session session);

    /// <summary>Reads a finished generation; null when there is none, or it has expired. Blocks while it reads.</summary>
    /// <param name="id">Its id.</param>
    StoredGeneration? Read(string id);

    /// <summary>Reads what happened in a session, oldest first. What was damaged is missing. Blocks while it reads.</summary>
    IReadOnlyList<SessionEvent> Read(Session session);

    /// <summary>Completes when nothing is left of what was said in a session that was deleted, nor of its generations.</summary>
    /// <param name="session">The session.</param>
    /// <param name="generations">Their ids.</param>
    /// <param name="cancellationToken">Ends the waiting, not the erasing.</param>
    /// <exception cref="TokenrillException"><see cref="ErrorCode.StorageUnavailable"/>: not yet; it is done when the storage can be written to again.</exception>
    Task EraseAsync(Session session, IReadOnlyList<string> generations, CancellationToken cancellationToken);
}

/// <summary>Something that happened in a session.</summary>
/// <param name="Happened">What, with its sequence number in the session's log; 0 for the session's beginning.</param>
/// <param name="Ended">With <see cref="GenerationEnded"/>: the generation, whose end must not be stored later than this.</param>
public readonly record struct SessionStep(SessionEvent Happened, Generation? Ended);
