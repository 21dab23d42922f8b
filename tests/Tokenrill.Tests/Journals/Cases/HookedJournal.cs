using Tokenrill.Generations;
using Tokenrill.Journals;
using Tokenrill.Sessions;

namespace Tokenrill.Tests.Journals;

/// <summary>A journal before which something happens when somebody waits for what was said to be stored.</summary>
internal sealed class HookedJournal(IJournal inner) : IJournal
{
    /// <summary>What happens then; nothing at first.</summary>
    public Action BeforeStored { get; set; } = static () => { };

    public bool IsLasting => inner.IsLasting;

    public string? Fault => inner.Fault;

    public Task<JournalContents> OpenAsync(CancellationToken cancellationToken) => inner.OpenAsync(cancellationToken);

    public void Begin(Generation generation) => inner.Begin(generation);

    public bool Appended(Generation generation) => inner.Appended(generation);

    public bool Happened(Session session, IReadOnlyList<SessionStep> steps) => inner.Happened(session, steps);

    public ValueTask StoredAsync(CancellationToken cancellationToken)
    {
        BeforeStored();
        return inner.StoredAsync(cancellationToken);
    }

    public bool HasStored(Generation generation) => inner.HasStored(generation);

    public bool IsStoring(Generation generation) => inner.IsStoring(generation);

    public bool HasStored(Session session) => inner.HasStored(session);

    public StoredGeneration? Read(string id) => inner.Read(id);

    public IReadOnlyList<SessionEvent> Read(Session session) => inner.Read(session);

    public Task EraseAsync(Session session, IReadOnlyList<string> generations, CancellationToken cancellationToken) => inner.EraseAsync(session, generations, cancellationToken);
}
