namespace Tokenrill.Providers.Tests.Simulator;

/// <summary>Time that jumps to whatever is waited for, and a little further: every timer is late. For one waiter.</summary>
internal sealed class JumpingTime(TimeSpan late = default) : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Now => TimeSpan.FromTicks(GetTimestamp());

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new JumpingTimer(this, callback, state);

    private void Jump(TimeSpan dueTime) => Interlocked.Add(ref _now, (dueTime + late).Ticks);

    private sealed class JumpingTimer(JumpingTime time, TimerCallback callback, object? state) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime < TimeSpan.Zero)
                return true;
            time.Jump(dueTime);
            return ThreadPool.UnsafeQueueUserWorkItem(_ => callback(state), null);
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
