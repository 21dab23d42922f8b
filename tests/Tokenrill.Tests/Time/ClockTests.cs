using Tokenrill.Time;

namespace Tokenrill.Tests.Time;

public sealed class ClockTests
{
    [Theory]
    [InlineData(10_000_000, 10_000_000)]
    [InlineData(1_000_000_000, 1_000_000_000)]
    [InlineData(3_000_000, 3_000_000)]
    public void A_second_is_ten_million_ticks_at_any_frequency(long frequency, long timestamp) =>
        new Clock(new Ticking(frequency, timestamp)).Now.ShouldBe(TimeSpan.TicksPerSecond);

    private sealed class Ticking(long frequency, long timestamp) : TimeProvider
    {
        public override long TimestampFrequency => frequency;

        public override long GetTimestamp() => timestamp;
    }
}
