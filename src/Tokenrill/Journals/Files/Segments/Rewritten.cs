namespace Tokenrill.Journals.Files;

/// <summary>What became of a segment that was rewritten.</summary>
/// <param name="Segment">What stands in its place; null when nothing was left.</param>
/// <param name="Offsets">For each record that was kept: where it was, and where it is now.</param>
/// <param name="Damages">What was damaged, and so not copied.</param>
/// <param name="Remains">Why the old file is still there; null when it is not. It counts for nothing any more, and deleting it is
/// tried again.</param>
internal sealed record Rewritten(
    Segment? Segment,
    IReadOnlyDictionary<long, long> Offsets,
    IReadOnlyList<Damage> Damages,
    IOException? Remains);
