using Tokenrill.Options;

namespace Tokenrill.Journals.Files;

/// <summary>Whether what happens is stored, and what follows when it is not.</summary>
internal sealed class JournalHealth(OnStorageFailure onFailure)
{
    private volatile string? _fault;

    /// <summary>Why nothing is stored just now; null while all is well.</summary>
    public string? Fault
    {
        get => _fault;
        set => _fault = value;
    }

    /// <summary>Whether nothing may go on that is not stored.</summary>
    public bool Fails => _fault is not null && onFailure == OnStorageFailure.Fail;

    /// <summary>What is said then.</summary>
    public static TokenrillException Refusal() => new(ErrorCode.StorageUnavailable);
}
