using System.Threading.Tasks.Sources;

namespace Tokenrill.Providers.Transport.Pacing;

/// <summary>One reader's rest, again and again: resting allocates nothing. Rested in by one reader; ended from anywhere.</summary>
internal sealed class ReadingRest : IValueTaskSource, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<bool> _end;
    private int _isResting;

    /// <summary>Who rests too; kept by the pacer.</summary>
    public ReadingRest? Next { get; set; }

    /// <summary>Begins a rest, which <see cref="End"/> ends.</summary>
    public ValueTask Begin()
    {
        _end.Reset();
        // Interlocked on purpose: whoever wants no rest is seen by the reader after this, or sees it rest.
        Interlocked.Exchange(ref _isResting, 1);
        return new ValueTask(this, _end.Version);
    }

    /// <summary>Ends the rest if there is one; the reader continues on this thread.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _isResting, 0) == 1)
            _end.SetResult(true);
    }

    void IThreadPoolWorkItem.Execute() => ReadingPacer.EndChain(this);

    void IValueTaskSource.GetResult(short token) => _end.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _end.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _end.OnCompleted(continuation, state, token, flags);
}
