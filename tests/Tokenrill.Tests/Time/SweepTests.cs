using System.Diagnostics;
using Tokenrill.TestKit;
using Tokenrill.Time;

namespace Tokenrill.Tests.Time;

public sealed class SweepTests : IDisposable
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(2);

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

    [Fact]
    public void What_moves_on_is_told_at_its_new_moment()
    {
        var item = Due(TimeSpan.FromMilliseconds(120));
        _time.Advance(Sweep.Period);
        item.Due = _clock.Now + TimeSpan.FromMilliseconds(220).Ticks;
        _time.Advance(Sweep.Period * 4);
        item.Told.ShouldBe(0);
        _time.Advance(Sweep.Period);
        item.Told.ShouldBe(1);
    }

    [Fact]
    public void What_comes_nearer_is_told_in_time_and_its_neighbours_are_not()
    {
        var items = Enumerable.Range(0, 40).Select(_ => Due(TimeSpan.FromHours(1))).ToArray();
        _sweep.Remove(items[3]);
        _time.Advance(Sweep.Period);
        items[39].Due = _clock.Now;
        _sweep.Hasten(items[39]);
        items[3].Due = _clock.Now;
        _sweep.Hasten(items[3]);
        _time.Advance(Sweep.Period);

        items.Select(item => item.Told).ShouldBe(Enumerable.Repeat(0, 39).Append(1));
    }

    [Fact]
    public void What_takes_the_place_of_one_that_left_keeps_its_moment()
    {
        var gone = Due(TimeSpan.FromHours(1));
        var last = Due(Sweep.Period);
        _sweep.Remove(gone);
        _time.Advance(Sweep.Period);

        last.Told.ShouldBe(1);
    }

    [Fact]
    public async Task No_haste_is_lost_while_a_sweep_looks()
    {
        var item = Due(TimeSpan.FromHours(1));
        item.OnTold = () => item.Due = long.MaxValue;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var sweeping = Task.Run(() =>
        {
            while (!over.IsCancellationRequested)
                _time.Advance(Sweep.Period);
        }, TestContext.Current.CancellationToken);
        var moving = Task.Run(() =>
        {
            // For so long, and not so often: on one core each round takes as long as it takes to be given a turn.
            var clock = Stopwatch.StartNew();
            for (var round = 0; clock.Elapsed < Length; round++)
            {
                item.Due = long.MaxValue;
                Thread.SpinWait(round % 64);
                item.Due = 0;
                _sweep.Hasten(item);
                // Told once: then it takes itself away again.
                SpinWait.SpinUntil(() => item.Told > round || over.IsCancellationRequested);
            }
        }, TestContext.Current.CancellationToken);

        try
        {
            await moving.InTime();
        }
        finally
        {
            await over.CancelAsync();
        }
        await sweeping.InTime();
    }

    private Item Due(TimeSpan after)
    {
        var item = new Item(_clock.Now + after.Ticks);
        _sweep.Add(item);
        return item;
    }

    private sealed class Item(long due) : ISwept
    {
        private long _due = due;
        private int _told;

        public int Told => Volatile.Read(ref _told);

        public long Due
        {
            get => Volatile.Read(ref _due);
            set => Volatile.Write(ref _due, value);
        }

        public Action? OnTold { get; set; }

        public int SweepIndex { get; set; } = -1;

        public long SweepAt { get; set; } = long.MinValue;

        public long DueAt => Due;

        public bool IsDue(long now) => now >= Due;

        public void OnDue(long now)
        {
            OnTold?.Invoke();
            Volatile.Write(ref _told, _told + 1);
        }
    }
}
