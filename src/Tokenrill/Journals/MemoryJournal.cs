using Tokenrill.Generations;
using Tokenrill.Sessions;

namespace Tokenrill.Journals;

/// <summary>The journal that stores nothing: what is in memory is all there is.</summary>
internal sealed class MemoryJournal : IJournal
{
    public bool IsLasting => false;

    public string? Fault => null;

    public Task<JournalContents> OpenAsync(CancellationToken cancellationToken) => Task.FromResult(JournalContents.Nothing);

    public void Begin(Generation generation)
    {
    }

    public bool Appended(Generation generation) => true;

    public bool Happened(Session session, IReadOnlyList<SessionStep> steps) => true;

    public ValueTask StoredAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public bool HasStored(Generation generation) => false;

    public bool IsStoring(Generation generation) => false;

    public bool HasStored(Session session) => false;

    public StoredGeneration? Read(string id) => null;

    public IReadOnlyList<SessionEvent> Read(Session session) => [];

    public Task EraseAsync(Session session, IReadOnlyList<string> generations, CancellationToken cancellationToken) => Task.CompletedTask;
}
