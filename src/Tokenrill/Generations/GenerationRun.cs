using System.Diagnostics.CodeAnalysis;
using Tokenrill.Options;

namespace Tokenrill.Generations;

/// <summary>What a generation needs while it runs, and nobody who reads it afterwards: of those that have ended, many thousands are kept.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The token source has no timer and no wait handle, so there is nothing to dispose of; disposing it would race with a late stop.")]
internal sealed class GenerationRun(Deadlines deadlines)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cleanedUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>That of all that have cleaned up. A provider that was left behind may still tell its deadlines something, which nobody asks for.</summary>
    public static GenerationRun Over { get; } = CreateOver();

    public Deadlines Deadlines => deadlines;

    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Completes when the terminal event is in the log.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Completes when its provider has let go (or was left behind) and nothing holds it any more but its readers.</summary>
    public Task CleanedUp => _cleanedUp.Task;

    public void End() => _ended.TrySetResult();

    public void CleanUp() => _cleanedUp.TrySetResult();

    // Asynchronously: what a provider does when it is cancelled is not the business of whoever said stop.
    public void Cancel() => _ = _cancellation.CancelAsync();

    private static GenerationRun CreateOver()
    {
        var over = new GenerationRun(new Deadlines(new DeadlineOptions(), default));
        over.End();
        over.CleanUp();
        return over;
    }
}
