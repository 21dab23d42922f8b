namespace Tokenrill.Sessions;

/// <summary>What a request wants when its session has an active generation.</summary>
public enum OnBusy
{
    /// <summary>End the active one, wait for its cleanup, then start.</summary>
    Supersede,
    /// <summary>Refuse with <see cref="ErrorCode.SessionBusy"/>.</summary>
    Reject,
    /// <summary>Start nothing; read the active one.</summary>
    Attach,
}

/// <summary>A session, by whom it belongs to: two owners may use the same name and never meet.</summary>
public readonly record struct SessionKey(string Owner, string Session);

/// <summary>Lets one generation at a time be active in a session. Claims are atomic; nothing waits under a lock.</summary>
public interface ISessionGate
{
    /// <summary>Claims the session for a generation.</summary>
    /// <param name="key">The session.</param>
    /// <param name="holder">The generation, to be told when it loses the session.</param>
    /// <param name="onBusy">What to do when another generation is active.</param>
    /// <param name="cancellationToken">Cancels a claim that must travel to a database.</param>
    /// <returns>A claim; or the generation that stands in the way (<see cref="OnBusy.Reject"/>, <see cref="OnBusy.Attach"/>).</returns>
    ValueTask<SessionClaimResult> ClaimAsync(SessionKey key, ISessionHolder holder, OnBusy onBusy, CancellationToken cancellationToken);

    /// <summary>The generation that is active in the session, if one is.</summary>
    ValueTask<string?> FindActiveAsync(SessionKey key, CancellationToken cancellationToken);
}

/// <summary>The generation behind a claim, as the gate sees it.</summary>
public interface ISessionHolder
{
    /// <summary>The generation's id.</summary>
    string Id { get; }

    /// <summary>What it is about; with <see cref="OnBusy.Attach"/> it attaches only to a generation about the same, and supersedes any
    /// other. Null: it attaches to any.</summary>
    string? Subject { get; }

    /// <summary>Whether it has ended and only its cleanup may still run.</summary>
    bool HasEnded { get; }

    /// <summary>Another generation has taken the session: end now. Must not block.</summary>
    void SupersededBy(string generation);
}

/// <summary>Either a claim or the generation that stands in its way.</summary>
public readonly record struct SessionClaimResult(ISessionClaim? Claim, string? ActiveGeneration);

/// <summary>The right of one generation to write into a session.</summary>
public interface ISessionClaim
{
    /// <summary>Grows with every claim of the session; a writer with an older one has lost it.</summary>
    long Epoch { get; }

    /// <summary>Waits until the generation that held the session before has cleaned up, at most this long.</summary>
    /// <returns>False when it has not cleaned up in time; the claim holds all the same.</returns>
    Task<bool> WaitForPredecessorAsync(TimeSpan patience, CancellationToken cancellationToken);

    /// <summary>Gives the session back. Only the first call does anything.</summary>
    void Release();
}
