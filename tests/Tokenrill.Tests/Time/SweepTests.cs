using Tokenrill.TestKit;
using Tokenrill.Time;

namespace Tokenrill.Tests.Time;

public sealed class SweepTests : IDisposable
{
    private readonly FakeTime _time = new();
    private readonly Clock _clock;
    private readonly Sweep _sweep;

    public SweepTests()
    {
        _clock = new Clock(_time);
        _sweep = new Sweep(_clock);
    }

    public void Dispose() => _sweep.Dispose();

    [Fact]
    public void What_is_due_is_told_within_a_period_and_at_every_sweep_until_it_is_not()
    {
        var item = Due(TimeSpan.FromMilliseconds(120));
        _time.Advance(TimeSpan.FromMilliseconds(100));
        item.Told.ShouldBe(0);
        _time.Advance(Sweep.Period);
        item.Told.ShouldBe(1);
        _time.Advance(Sweep.Period);
        item.Told.ShouldBe(2);
    }

    [Fact]
    public void What_was_taken_out_is_told_nothing_and_the_others_stay()
    {
        var items = Enumerable.Range(0, 40).Select(_ => Due(TimeSpan.FromMilliseconds(10))).ToArray();
        foreach (var item in items.Where((_, i) => i % 3 == 0))
        {
            _sweep.Remove(item);
            _sweep.Remove(item);
        }
        _time.Advance(Sweep.Period);

        items.Select(item => item.Told).ShouldBe(items.Select((_, i) => i % 3 == 0 ? 0 : 1));
        _sweep.Count.ShouldBe(26);
    }

    [Fact]
    public void It_ticks_only_while_there_is_something_to_sweep()
    {
        var item = Due(TimeSpan.FromDays(1));
        _time.Advance(Sweep.Period);
        _time.ArmedTimers.ShouldBe(1);
        _sweep.Remove(item);
        _time.Advance(Sweep.Period);
        _time.ArmedTimers.ShouldBe(0);

        var next = Due(TimeSpan.Zero);
        _time.Advance(Sweep.Period);
        next.Told.ShouldBe(1);
    }

    [Fact]
    public void One_that_takes_itself_out_when_told_is_told_once()
    {
        var item = Due(TimeSpan.Zero);
        item.OnTold = () => _sweep.Remove(item);
        var other = Due(TimeSpan.Zero);
        _time.Advance(Sweep.Period * 3);

        item.Told.ShouldBe(1);
        other.Told.ShouldBe(3);
    }

    private Item Due(TimeSpan after)
    {
        var item = new Item(_clock.Now + after.Ticks);
        _sweep.Add(item);
        return item;
    }

    private sealed class Item(long due) : ISwept
    {
        public int Told { get; private set; }

        public Action? OnTold { get; set; }

        public int SweepIndex { get; set; } = -1;

        public bool IsDue(long now) => now >= due;

        public void OnDue(long now)
        {
            Told++;
            OnTold?.Invoke();
        }
    }
}
