using Tokenrill.Logs;

namespace Tokenrill.Journals;

/// <summary>What is stored of a generation besides its events.</summary>
public sealed record GenerationHead
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Owner { get; init; }

    /// <summary>The model that was asked first.</summary>
    public required string Model { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when it is kept as a finished one; null while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The session it took part in.</summary>
    public string? Session { get; init; }

    /// <summary>The message of its session that it wrote.</summary>
    public string? Message { get; init; }

    /// <summary>The right it had to write into its session.</summary>
    public long Epoch { get; init; }

    /// <summary>The idempotency key it was started with.</summary>
    public string? Key { get; init; }

    /// <summary>The digest of its request.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Whether events of it were stored and cannot be read any more: it ends where they begin.</summary>
    public bool IsDamaged { get; init; }

    /// <summary>What the client wanted to find again.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}

/// <summary>A generation as it was stored.</summary>
/// <param name="Head">What it is.</param>
/// <param name="Log">Its events, all of them visible; ended only if the end was stored.</param>
/// <param name="IsDamaged">Whether events behind these were stored and cannot be read any more.</param>
public sealed record StoredGeneration(GenerationHead Head, GenerationLog Log, bool IsDamaged);
