using Tokenrill.Providers.Transport.Pacing;
using Tokenrill.TestKit;

namespace Tokenrill.Providers.Tests.Transport.Pacing;

public sealed class StreamSpeedTests
{
    private readonly FakeTime _time = new();

    [Theory]
    [InlineData(20)]
    [InlineData(200)]
    [InlineData(500)]
    public void What_a_person_could_still_follow_is_not_fast(int perSecond)
    {
        var speed = new StreamSpeed(_time);
        for (var i = 0; i < 1000; i++)
        {
            Count(ref speed, 1, TimeSpan.FromSeconds(1) / perSecond);
            speed.IsFast.ShouldBeFalse();
        }
    }

    [Fact]
    public void Pieces_that_a_network_held_up_are_not_fast_when_they_come_together()
    {
        var speed = new StreamSpeed(_time);
        for (var i = 0; i < 20; i++)
        {
            Count(ref speed, 100, TimeSpan.FromSeconds(1));
            speed.IsFast.ShouldBeFalse();
        }
    }

    [Fact]
    public void A_thousand_a_second_are_fast()
    {
        var speed = new StreamSpeed(_time);
        for (var i = 0; i < StreamSpeed.Pieces; i++)
        {
            speed.IsFast.ShouldBeFalse();
            Count(ref speed, 1, TimeSpan.FromMilliseconds(1));
        }
        speed.IsFast.ShouldBeTrue();
    }

    [Fact]
    public void Pieces_that_are_read_together_count_each()
    {
        var speed = new StreamSpeed(_time);
        for (var i = 0; i < 4; i++)
            Count(ref speed, 16, TimeSpan.FromMilliseconds(10));
        speed.IsFast.ShouldBeTrue();
    }

    [Fact]
    public void What_has_become_slow_is_found_out_by_time_and_not_by_counting_on()
    {
        var speed = new StreamSpeed(_time);
        Count(ref speed, StreamSpeed.Pieces, TimeSpan.FromMilliseconds(1));
        Count(ref speed, 1, StreamSpeed.Span);
        speed.IsFast.ShouldBeTrue();
        Count(ref speed, 0, TimeSpan.FromMilliseconds(1));
        speed.IsFast.ShouldBeFalse();
    }

    private void Count(ref StreamSpeed speed, int pieces, TimeSpan after)
    {
        _time.Advance(after);
        speed.Count(pieces);
    }
}
