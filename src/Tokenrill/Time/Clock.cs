namespace Tokenrill.Time;

/// <summary>Monotonic time in ticks of 100 ns, from a <see cref="TimeProvider"/>: what deadlines, heartbeats and event
/// times are measured with.</summary>
internal sealed class Clock(TimeProvider time)
{
    private readonly long _frequency = time.TimestampFrequency;

    public TimeProvider Provider => time;

    public DateTimeOffset UtcNow => time.GetUtcNow();

    /// <summary>Ticks of 100 ns since some fixed moment.</summary>
    public long Now
    {
        get
        {
            var timestamp = time.GetTimestamp();
            return _frequency switch
            {
                TimeSpan.TicksPerSecond => timestamp,
                1_000_000_000 => timestamp / 100,
                _ => (long)(timestamp * ((double)TimeSpan.TicksPerSecond / _frequency)),
            };
        }
    }
}
