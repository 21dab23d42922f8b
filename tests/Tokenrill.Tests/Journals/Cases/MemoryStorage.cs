using Tokenrill.Journals;
using Tokenrill.Options;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Journals;

/// <summary>Stores nothing.</summary>
internal sealed class MemoryStorage : ITestStorage
{
    public IJournal NewJournal(StorageOptions options, FakeTime time, CapturedLog log) => new MemoryJournal();

    public Task FlushAsync(IJournal journal) => Task.CompletedTask;

    public Task CloseAsync(IJournal journal) => Task.CompletedTask;

    public void Abandon(IJournal journal)
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
