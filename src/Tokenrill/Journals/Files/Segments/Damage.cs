namespace Tokenrill.Journals.Files;

/// <summary>A stretch of a segment that is no record: offset from the beginning of the file and length in bytes, whether it reaches
/// to the end of the file, as what a crash leaves of a write does, and what was wrong where it begins.</summary>
internal readonly record struct Damage(Segment Segment, long Offset, long Length, bool IsTail, string What)
{
    /// <summary>Whether it is what a process leaves behind that dies in the middle of a write, at the end of its newest file: a record, or the
    /// file's own header, that is not there to its end. A killed process leaves nothing else; what is there in full and wrong has another cause.</summary>
    public bool IsLeftOfCrash => IsTail && (What == Faults.CutOff || Segment.Length <= SegmentHeader.Bytes);

    public override string ToString() => $"{Segment.Path}: {Length} bytes at {Offset}: {What}";
}
