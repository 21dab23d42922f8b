namespace Tokenrill.Journals.Files;

/// <summary>Something that whoever checks a journal should know.</summary>
/// <param name="File">The name of the file.</param>
/// <param name="Offset">Where in it, in bytes.</param>
/// <param name="What">What it is. Names ids and numbers, never what was said.</param>
/// <param name="IsFault">Whether something is wrong. What a crash leaves behind as it must is none.</param>
public sealed record JournalFinding(string File, long Offset, string What, bool IsFault = true);
