using Tokenrill.Journals;
using Tokenrill.Options;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Journals;

/// <summary>Where a journal under test stores, from one opening to the next.</summary>
internal interface ITestStorage : IAsyncDisposable
{
    /// <summary>A journal on what the one before has left.</summary>
    IJournal NewJournal(StorageOptions options, FakeTime time, CapturedLog log);

    /// <summary>Completes when everything said so far is stored, and what is due besides is done.</summary>
    Task FlushAsync(IJournal journal);

    /// <summary>Ends a journal as a process does that stops.</summary>
    Task CloseAsync(IJournal journal);

    /// <summary>Leaves a journal as a process does that is killed: what it has not stored by now, the next one does not find.</summary>
    void Abandon(IJournal journal);
}
