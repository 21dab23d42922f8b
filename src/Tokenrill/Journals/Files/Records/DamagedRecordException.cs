namespace Tokenrill.Journals.Files;

/// <summary>A record is no longer what was written at its place.</summary>
internal sealed class DamagedRecordException(string path, long offset, string what)
    : IOException($"{path}: at {offset}: {what}");
