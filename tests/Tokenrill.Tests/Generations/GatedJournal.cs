using Tokenrill.Generations;
using Tokenrill.Journals;
using Tokenrill.Sessions;

namespace Tokenrill.Tests.Generations;

/// <summary>A journal that acknowledges generations when the test says so.</summary>
internal sealed class GatedJournal : IJournal
{
    private readonly TaskCompletionSource _opening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new();
    private int _passed;

    /// <summary>How many it lets through first.</summary>
    public int PassesFirst { get; init; }

    /// <summary>Completes when a generation waits to be acknowledged.</summary>
    public Task Opening => _opening.Task;

    /// <summary>Acknowledges those that wait and all to come, or fails those that wait.</summary>
    public void Open(Exception? fault = null)
    {
        if (fault is null)
            _opened.SetResult();
        else
            _opened.SetException(fault);
    }

    public bool IsLasting => false;

    public string? Fault => null;

    public Task<JournalContents> OpenAsync(CancellationToken cancellationToken) => Task.FromResult(JournalContents.Nothing);

    public void Begin(Generation generation)
    {
    }

    public ValueTask StoredAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _passed) <= PassesFirst || (_opened.Task.IsCompleted && !_opening.TrySetResult()))
            return ValueTask.CompletedTask;
        _opening.TrySetResult();
        return new ValueTask(_opened.Task.WaitAsync(cancellationToken));
    }

    public bool Appended(Generation generation) => true;

    public bool Happened(Session session, IReadOnlyList<SessionStep> steps) => true;

    public bool HasStored(Generation generation) => false;

    public bool IsStoring(Generation generation) => false;

    public bool HasStored(Session session) => false;

    public StoredGeneration? Read(string id) => null;

    public IReadOnlyList<SessionEvent> Read(Session session) => [];

    public Task EraseAsync(Session session, IReadOnlyList<string> generations, CancellationToken cancellationToken) => Task.CompletedTask;
}
