using Tokenrill.TestKit;

namespace Tokenrill.Polling.Tests;

public sealed class DeferralsTests
{
    private readonly FakeTime _time = new();
    private readonly List<string> _done = [];

    [Fact]
    public void A_thread_that_is_busy_does_what_has_waited_for_too_long_and_nothing_else()
    {
        var deferrals = new Deferrals(_time);
        deferrals.Add(new Deed("first", _done), 1);
        _time.Advance(Deferrals.Longest - TimeSpan.FromTicks(1));
        deferrals.DoOverdue();
        _done.ShouldBeEmpty();
        deferrals.Add(new Deed("second", _done), 2);
        _time.Advance(TimeSpan.FromTicks(1));

        deferrals.DoOverdue();

        _done.ShouldBe(["first 1"]);
        deferrals.IsEmpty.ShouldBeFalse();
    }

    [Fact]
    public void A_thread_that_is_idle_does_everything_in_order()
    {
        var deferrals = new Deferrals(_time);
        deferrals.Add(new Deed("first", _done), 1);
        deferrals.Add(new Deed("second", _done), 2);

        deferrals.DoAll();

        _done.ShouldBe(["first 1", "second 2"]);
        deferrals.IsEmpty.ShouldBeTrue();
    }

    private sealed class Deed(string name, List<string> done) : IDeferred
    {
        public void Do(int turn) => done.Add($"{name} {turn}");
    }
}
