namespace Tokenrill.Tests.Journals;

public sealed class MemoryJournalTests() : JournalCases(new MemoryStorage());
