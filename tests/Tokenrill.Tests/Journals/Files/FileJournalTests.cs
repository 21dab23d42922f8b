using Tokenrill.Options;

namespace Tokenrill.Tests.Journals;

public sealed class FileJournalWithoutFlushTests() : LastingJournalCases(new FileStorage(Durability.None));

public sealed class BatchedFileJournalTests() : LastingJournalCases(new FileStorage(Durability.Batched));

public sealed class StrictFileJournalTests() : LastingJournalCases(new FileStorage(Durability.Strict));
