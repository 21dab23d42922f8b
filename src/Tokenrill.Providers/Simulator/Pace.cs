using System.Threading.Tasks.Sources;

namespace Tokenrill.Providers.Simulator;

/// <summary>Waits for moments counted from one start, so that what one wait is late the next one is not: an answer of a
/// thousand tokens takes as long as it should. One timer, and no allocation for a wait. One waiter at a time.</summary>
internal sealed class Pace : IValueTaskSource, IDisposable
{
    private readonly TimeProvider _time;
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenRegistration _registration;
    private readonly ITimer _timer;
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private long _start;
    private int _waiting;

    public Pace(TimeProvider time, CancellationToken cancellationToken)
    {
        _time = time;
        _cancellationToken = cancellationToken;
        _timer = time.CreateTimer(static state => ((Pace)state!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _registration = cancellationToken.UnsafeRegister(static state => ((Pace)state!).Wake(), this);
        Restart();
    }

    /// <summary>Counts from now on.</summary>
    public void Restart() => _start = _time.GetTimestamp();

    /// <summary>Waits until <paramref name="moment"/> after the start; at once when that is over.</summary>
    /// <exception cref="OperationCanceledException">The answer is no longer wanted.</exception>
    public ValueTask WaitUntilAsync(TimeSpan moment)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        var left = moment - _time.GetElapsedTime(_start);
        if (left <= TimeSpan.Zero)
            return ValueTask.CompletedTask;
        // Timers count whole milliseconds; rounded down, the last part of one would be a spin of timers that fire at once.
        return WaitAsync(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)));
    }

    /// <summary>Waits for nothing but the end.</summary>
    /// <exception cref="OperationCanceledException">The answer is no longer wanted: always, in the end.</exception>
    public ValueTask WaitForeverAsync()
    {
        _cancellationToken.ThrowIfCancellationRequested();
        return WaitAsync(Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _registration.Dispose();
    }

    public void GetResult(short token)
    {
        _core.GetResult(token);
        _cancellationToken.ThrowIfCancellationRequested();
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private ValueTask WaitAsync(TimeSpan left)
    {
        _core.Reset();
        var version = _core.Version;
        Volatile.Write(ref _waiting, 1);
        _timer.Change(left, Timeout.InfiniteTimeSpan);
        // A cancellation that came before there was a waiter has woken nobody.
        if (_cancellationToken.IsCancellationRequested)
            Wake();
        return new ValueTask(this, version);
    }

    private void Wake()
    {
        if (Interlocked.Exchange(ref _waiting, 0) == 1)
            _core.SetResult(true);
    }
}
