namespace Tokenrill.Server.Tests.Crashes.Checks;

/// <summary>The check itself: what may be lost and what may not, by made-up moments.</summary>
public sealed class LossCheckTests
{
    private static readonly TimeSpan Allowed = LossCheck.Most + LossCheck.Resolution;

    private readonly LossCheck _check = new();

    [Fact]
    public void Nothing_lost_is_no_fault()
    {
        var told = Recording.Told("g", 100, null);
        _check.Add(told, told.Kept());
        _check.Count.ShouldBe(0);
        _check.Faults().ShouldBeEmpty();
    }

    [Fact]
    public void Everything_may_be_lost_when_nothing_younger_is_stored()
    {
        _check.Add(Recording.Told("g", 100, null), stored: null);
        _check.Count.ShouldBe(102);
        _check.Reach.ShouldBe(100 * Recording.Step);
        _check.Faults().ShouldBeEmpty();
    }

    [Fact]
    public void What_is_lost_may_be_as_old_as_is_allowed_and_no_older()
    {
        _check.AddStored(Recording.Start, "what is stored");
        _check.AddLost(Recording.Start - Allowed, "what may be lost");
        _check.Faults().ShouldBeEmpty();
        _check.AddLost(Recording.Start - Allowed - TimeSpan.FromTicks(1), "what may not");
        _check.Faults().ShouldHaveSingleItem().ShouldBe("what may not: is lost, and was read 70 ms before the earliest moment of what is stored of what is stored (1 such in all; at most 50 ms may be lost)");
    }

    [Fact]
    public void The_end_of_one_log_may_not_be_lost_when_a_much_younger_event_of_another_is_stored()
    {
        // Both are told an event each 10 ms. The one loses its last 8, 80 ms; the other nothing.
        var whole = Recording.Told("whole", 30, null);
        var cut = Recording.Told("cut", 30, null);
        _check.Add(whole, whole.Kept());
        _check.Add(cut, cut.Kept(cut.Events.Count - 4));
        _check.Faults().ShouldBeEmpty();
        _check.Add(cut, cut.Kept(cut.Events.Count - 20));
        _check.Faults()[0].ShouldContain("cut (key key-cut): {\"seq\":12,");
    }

    [Fact]
    public void A_generation_that_is_gone_though_younger_events_are_stored_is_reported_with_its_start()
    {
        var whole = Recording.Told("whole", 30, null);
        _check.Add(whole, whole.Kept());
        _check.Add(Recording.Told("gone", 0, null), stored: null);
        _check.Faults().ShouldContain(fault => fault.StartsWith("gone (key key-gone): that it was accepted"));
    }

    [Fact]
    public void An_end_that_was_added_after_the_crash_says_nothing_of_when_things_were_stored()
    {
        var told = Recording.Told("g", 30, null);
        _check.Add(told, Recording.Stored("g", [told.Events[0], Recording.Event(2, WireEvent.Interrupted, default)]));
        _check.Faults().ShouldBeEmpty();
    }
}
