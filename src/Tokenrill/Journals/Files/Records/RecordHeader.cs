namespace Tokenrill.Journals.Files;

/// <summary>What stands before a record's payload. To the files it means nothing, but that a record that is read again at its place
/// must be about the same subject: it belongs to whoever writes the record.</summary>
internal readonly record struct RecordHeader(byte Kind, byte Flags, Guid Subject, long Epoch, int Sequence, int Count);
