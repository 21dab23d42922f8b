namespace Tokenrill.Journals;

/// <summary>A journal cannot be used as it is, for reasons that its operator can do something about. The message says which, and what.</summary>
public sealed class JournalException(string message, Exception? inner = null) : Exception(message, inner);
