using Tokenrill.Generations;

namespace Tokenrill.Journals.Files;

/// <summary>How far a generation of this process is stored.</summary>
internal sealed class GenerationTail(Generation generation)
{
    private int _marked;
    private int _stored;
    private volatile bool _isWhole;
    private volatile bool _isErased;
    private volatile bool _isGivenUp;

    public Generation Generation => generation;

    public Guid Subject { get; } = SubjectId.Of(generation.Id);

    /// <summary>The last event that is stored; 0 before the first.</summary>
    public int Stored
    {
        get => Volatile.Read(ref _stored);
        set => Volatile.Write(ref _stored, value);
    }

    /// <summary>The last event that the round writes; what has come since is for the next one. Only for the one that writes.</summary>
    public int Upto { get; set; }

    /// <summary>Whether it has ended and all of it is stored.</summary>
    public bool IsWhole
    {
        get => _isWhole;
        set => _isWhole = value;
    }

    /// <summary>The number of the first segment that has some of it; 0 while none does.</summary>
    public int FirstSegment { get; set; }

    /// <summary>It is to be forgotten: nothing of it is written any more.</summary>
    public bool IsErased
    {
        get => _isErased;
        set => _isErased = value;
    }

    /// <summary>It could not be stored for so long that it was let go of.</summary>
    public bool IsGivenUp
    {
        get => _isGivenUp;
        set => _isGivenUp = value;
    }

    /// <summary>Whether something of it is still to be written.</summary>
    public bool IsWaiting => !IsWhole && !IsErased && !IsGivenUp;

    /// <summary>Whether the round has something of it to write.</summary>
    public bool HasMore => IsWaiting && Stored < Upto;

    /// <summary>The next of those that wait to be written.</summary>
    public GenerationTail? Next { get; set; }

    /// <summary>Whether it is among those being written. Only for the one that writes.</summary>
    public bool IsTaken { get; set; }

    /// <summary>It has grown. True for the first to say so since it was taken.</summary>
    public bool Mark() => Interlocked.Exchange(ref _marked, 1) == 0;

    /// <summary>It is being written: whatever is appended from now on is said anew.</summary>
    public void Unmark() => Interlocked.Exchange(ref _marked, 0);
}
