namespace Tokenrill.Journals.Files;

/// <summary>A stretch of a segment that is no record: offset from the beginning of the file and length in bytes, whether it reaches
/// to the end of the file, as what a crash leaves of a write does, and what was wrong where it begins.</summary>
internal readonly record struct Damage(Segment Segment, long Offset, long Length, bool IsTail, string What)
{
    public override string ToString() => $"{Segment.Path}: {Length} bytes at {Offset}: {What}";
}
