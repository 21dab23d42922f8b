using System.Threading.Tasks.Sources;

namespace Tokenrill.Polling;

/// <summary>Whether a socket may be read, or written: waited for by one, told by the threads that poll. Waiting allocates nothing.</summary>
internal sealed class Readiness : IValueTaskSource<int>
{
    private const int Unknown = 0, Ready = 1, Awaited = 2;

    // Continues the one who waits where it is told: a field, because it is a mutable struct.
    private ManualResetValueTaskSourceCore<int> _wait;
    private int _state;

    /// <summary>Whether somebody waits.</summary>
    public bool IsAwaited => Volatile.Read(ref _state) == Awaited;

    /// <summary>Completes when it has been told since the last wait; at once, when it was before this one. The result is 0, as that of a read of no bytes.</summary>
    public ValueTask<int> WaitAsync()
    {
        if (Interlocked.CompareExchange(ref _state, Unknown, Ready) == Ready)
            return default;
        _wait.Reset();
        if (Interlocked.CompareExchange(ref _state, Awaited, Unknown) == Unknown)
            return new ValueTask<int>(this, _wait.Version);
        // Told between the two lines.
        Volatile.Write(ref _state, Unknown);
        return default;
    }

    /// <summary>Tells: whoever waits continues on this thread, and else the next to wait does at once.</summary>
    public void Tell()
    {
        while (true)
        {
            switch (Volatile.Read(ref _state))
            {
                case Ready:
                    return;
                case Unknown when Interlocked.CompareExchange(ref _state, Ready, Unknown) == Unknown:
                    return;
                case Awaited when Interlocked.CompareExchange(ref _state, Unknown, Awaited) == Awaited:
                    _wait.SetResult(0);
                    return;
            }
        }
    }

    int IValueTaskSource<int>.GetResult(short token) => _wait.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);
}
