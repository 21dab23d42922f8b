namespace Tokenrill.Journals.Files;

/// <summary>Where a finished generation is: its head and all its events, one record behind the other.</summary>
/// <param name="Segment">The segment that holds it.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="FirstSegment">The number of the first segment that may have pieces of it, from before it ended.</param>
/// <param name="EndedBy">When it had ended, in ticks since the year 1: no later than this.</param>
internal readonly record struct StoredRun(Segment Segment, long Offset, int Length, int FirstSegment, long EndedBy);
