namespace Tokenrill.Journals.Files;

/// <summary>What is in a journal's folder, without what was said.</summary>
/// <param name="Segments">Its files, in the order of their names.</param>
/// <param name="Generations">The generations that are there, those included that have expired and whose file is still needed by others; without
/// those that are to be erased.</param>
/// <param name="Sessions">How many sessions, without those that were deleted.</param>
/// <param name="Messages">How many messages they have.</param>
/// <param name="PendingErasures">How many sessions were deleted of which something is still there. It is erased when a server uses the folder.</param>
/// <param name="Unused">Files that count for nothing: what a crash has left of a rewriting. Deleted at the next start.</param>
/// <param name="Faults">How many things are wrong.</param>
public sealed record JournalReport(
    IReadOnlyList<SegmentReport> Segments, GenerationCounts Generations, int Sessions, int Messages, int PendingErasures, IReadOnlyList<string> Unused, int Faults)
{
    /// <summary>Bytes of all files.</summary>
    public long Bytes => Segments.Sum(segment => segment.Bytes);

    /// <summary>Records of all files.</summary>
    public long Records => Segments.Sum(segment => segment.Records);

    /// <summary>The first moment that is told of; null when none is.</summary>
    public DateTimeOffset? Oldest => Segments.Min(segment => segment.First);

    /// <summary>The last moment that is told of; null when none is.</summary>
    public DateTimeOffset? Newest => Segments.Max(segment => segment.Last);
}

/// <summary>One file of a journal.</summary>
/// <param name="File">Its name.</param>
/// <param name="Bytes">Its length when it was opened.</param>
/// <param name="Records">How many records in it are whole.</param>
/// <param name="First">The first moment that it tells of: a generation was accepted or ended, something happened in a session. Null when it tells of none.</param>
/// <param name="Last">The last.</param>
public sealed record SegmentReport(string File, long Bytes, long Records, DateTimeOffset? First, DateTimeOffset? Last);

/// <summary>Generations by how they ended.</summary>
/// <param name="Completed">The model finished.</param>
/// <param name="Failed">Something broke.</param>
/// <param name="Cancelled">Somebody stopped it, or its last reader left.</param>
/// <param name="Superseded">A newer generation took over the session.</param>
/// <param name="Interrupted">The server went away.</param>
/// <param name="Unfinished">Their end is not stored: they run, or ran when the server was killed.</param>
public sealed record GenerationCounts(int Completed, int Failed, int Cancelled, int Superseded, int Interrupted, int Unfinished)
{
    /// <summary>Those whose end is stored.</summary>
    public int Finished => Completed + Failed + Cancelled + Superseded + Interrupted;
}
