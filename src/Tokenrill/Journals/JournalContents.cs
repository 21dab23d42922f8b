using Tokenrill.Sessions;

namespace Tokenrill.Journals;

/// <summary>What a journal found when it was opened.</summary>
/// <param name="Unfinished">The generations that ran when the process went away, as far as they were stored.</param>
/// <param name="Keys">The idempotency keys of all generations that are kept.</param>
/// <param name="Sessions">All sessions, without what was said in them.</param>
/// <param name="LastEpoch">The highest epoch that was claimed: new ones go on from there.</param>
public sealed record JournalContents(
    IReadOnlyList<StoredGeneration> Unfinished, IReadOnlyList<StoredKey> Keys, IReadOnlyList<SessionOutline> Sessions, long LastEpoch)
{
    /// <summary>An empty journal.</summary>
    public static readonly JournalContents Nothing = new([], [], [], 0);
}

/// <summary>An idempotency key that stands for a generation.</summary>
/// <param name="Owner">Whose.</param>
/// <param name="Key">The key.</param>
/// <param name="Fingerprint">A digest of the request it was used for.</param>
/// <param name="Generation">The generation's id.</param>
/// <param name="EndedAt">When that ended, from which on the key is kept as long as the generation is.</param>
public sealed record StoredKey(string Owner, string Key, string? Fingerprint, string Generation, DateTimeOffset EndedAt);
