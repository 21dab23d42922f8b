namespace Tokenrill.Journals.Files;

/// <summary>Where a record is: offset in bytes from the beginning of the file, length in bytes with the record's header.</summary>
internal readonly record struct RecordPlace(Segment Segment, long Offset, int Length);
