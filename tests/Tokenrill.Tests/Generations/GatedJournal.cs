using Tokenrill.Generations;
using Tokenrill.Logs;

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

    public ValueTask OpenAsync(Generation generation, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _passed) <= PassesFirst || (_opened.Task.IsCompleted && !_opening.TrySetResult()))
            return ValueTask.CompletedTask;
        _opening.TrySetResult();
        return new ValueTask(_opened.Task.WaitAsync(cancellationToken));
    }

    public bool Appended(Generation generation) => true;
}
