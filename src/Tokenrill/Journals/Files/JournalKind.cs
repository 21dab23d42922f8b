namespace Tokenrill.Journals.Files;

/// <summary>What a record is: its kind on the disk. Numbers are never given anew.</summary>
internal enum JournalKind : byte
{
    /// <summary>What a generation is, besides its events.</summary>
    GenerationHead = 1,
    /// <summary>Some of a generation's events, one behind the other.</summary>
    GenerationEvents = 2,
    /// <summary>What happened together in a session, one event behind the other.</summary>
    SessionEvents = 16,
    /// <summary>A session was deleted, with these generations: whatever is still there of them is to be erased.</summary>
    SessionErased = 17,
}

/// <summary>What is known of a record besides its kind.</summary>
internal static class JournalFlags
{
    public const byte None = 0;

    /// <summary>It belongs to the copy of a generation that is written when it has ended: the head, then all events, without a gap.</summary>
    public const byte Whole = 1;
}
