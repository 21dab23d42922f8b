using Tokenrill.Signals;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Signals;

public sealed class SignalScheduleTests
{
    private readonly FakeTime _time = new();

    [Theory]
    [InlineData(true, false, 0, 3d)]
    [InlineData(true, false, 14.999, 3d)]
    [InlineData(true, false, 15, 5d)]
    [InlineData(true, false, 39.999, 5d)]
    [InlineData(true, false, 40, 10d)]
    [InlineData(true, false, 59.999, 10d)]
    [InlineData(true, false, 60, null)]
    [InlineData(true, false, 86_400, null)]
    [InlineData(true, true, 0, 15d)]
    [InlineData(true, true, 86_400, 15d)]
    [InlineData(false, false, 0, null)]
    [InlineData(false, true, 0, null)]
    public void The_server_says_when_to_ask_again(bool canExtract, bool hasSignals, double sinceActivity, double? expected) =>
        (SignalSchedule.NextPoll(canExtract, hasSignals, TimeSpan.FromSeconds(sinceActivity))?.TotalSeconds).ShouldBe(expected);

    [Fact]
    public void A_client_that_keeps_to_it_stops_after_a_minute_without_signals()
    {
        using var client = new PollingClient(_time, hasSignals: static () => false);
        client.Say();
        _time.Advance(TimeSpan.FromHours(1));

        client.Polls.Select(poll => poll.TotalSeconds).ShouldBe([0, 3, 6, 9, 12, 15, 20, 25, 30, 35, 40, 50, 60]);
        _time.ArmedTimers.ShouldBe(0);
    }

    [Fact]
    public void It_begins_again_when_somebody_says_something()
    {
        using var client = new PollingClient(_time, hasSignals: static () => false);
        client.Say();
        _time.Advance(TimeSpan.FromMinutes(10));
        client.Say();
        _time.Advance(TimeSpan.FromMinutes(10));

        client.Polls.Select(poll => poll.TotalSeconds).Skip(13).ShouldBe([600, 603, 606, 609, 612, 615, 620, 625, 630, 635, 640, 650, 660]);
    }

    [Fact]
    public void It_asks_at_most_240_times_an_hour_while_there_are_signals()
    {
        var hasSignals = false;
        using var client = new PollingClient(_time, () => hasSignals);
        client.Say();
        _time.Advance(TimeSpan.FromSeconds(31));
        hasSignals = true;
        _time.Advance(TimeSpan.FromHours(3));

        var since = client.Polls.First(poll => poll.TotalSeconds > 31);
        foreach (var start in client.Polls.Where(poll => poll >= since && poll < since + TimeSpan.FromHours(2)))
            client.Polls.Count(poll => poll >= start && poll < start + TimeSpan.FromHours(1)).ShouldBe(240);
    }

    /// <summary>Polls when somebody says something, and then whenever the server says.</summary>
    private sealed class PollingClient : IDisposable
    {
        private readonly FakeTime _time;
        private readonly Func<bool> _hasSignals;
        private readonly DateTimeOffset _start;
        private readonly ITimer _timer;
        private DateTimeOffset _lastActivity;

        public PollingClient(FakeTime time, Func<bool> hasSignals)
        {
            (_time, _hasSignals, _start) = (time, hasSignals, time.GetUtcNow());
            _timer = time.CreateTimer(_ => Poll(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        /// <summary>When it polled, from the start.</summary>
        public List<TimeSpan> Polls { get; } = [];

        public void Say()
        {
            _lastActivity = _time.GetUtcNow();
            Poll();
        }

        public void Dispose() => _timer.Dispose();

        private void Poll()
        {
            Polls.Add(_time.GetUtcNow() - _start);
            if (SignalSchedule.NextPoll(canExtract: true, _hasSignals(), _time.GetUtcNow() - _lastActivity) is { } wait)
                _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }
}
