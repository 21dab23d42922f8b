namespace Tokenrill.Server.Tests.Crashes.Checks;

/// <summary>The check itself: each lie is reported, and the truth is not.</summary>
public sealed class GenerationCheckTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_there_as_it_was_told_is_no_fault(bool isStrict)
    {
        Faults(Recording.Told("g", 5, "completed"), told => told.Kept(), isStrict).ShouldBeEmpty();
        Faults(Recording.Told("g", 5, end: null), told => told.Kept(), isStrict).ShouldBeEmpty();
        Faults(Recording.Told("g", 5, WireEvent.Interrupted), told => told.Kept(), isStrict).ShouldBeEmpty();
        GenerationCheck.Faults(new ToldGeneration(Recording.Told("g", 0, null).Question), stored: null, isStrict).ShouldBeEmpty();
    }

    [Fact]
    public void More_may_be_stored_than_was_told()
    {
        var whole = Recording.Told("g", 5, "completed");
        var told = Recording.Told("g", 2, end: null);
        GenerationCheck.Faults(told, whole.Kept(), isStrict: true).ShouldBeEmpty();
    }

    [Fact]
    public void An_acknowledged_generation_that_is_gone_is_reported_where_nothing_may_be_lost()
    {
        Faults(Recording.Told("g", 5, null), _ => null, isStrict: true).ShouldHaveSingleItem().ShouldBe("g (key key-g): it was acknowledged and is gone, with 6 events that were told");
        Faults(Recording.Told("g", 5, null), _ => null, isStrict: false).ShouldBeEmpty();
    }

    [Fact]
    public void Lost_events_are_counted_and_the_first_is_named_where_nothing_may_be_lost()
    {
        Faults(Recording.Told("g", 5, null), told => told.Kept(events: 4), isStrict: true).ShouldHaveSingleItem()
            .ShouldBe("""g (key key-g): 2 events that were told are lost, from {"seq":5,"type":"text","text":"word 3 "} on; its log was stored up to 4""");
        Faults(Recording.Told("g", 5, null), told => told.Kept(events: 4), isStrict: false).ShouldBeEmpty();
        Faults(Recording.Told("g", 5, "completed"), told => told.Kept(events: 6), isStrict: true).ShouldHaveSingleItem().ShouldContain("1 events that were told are lost");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_changed_event_is_always_reported(bool isStrict)
    {
        var told = Recording.Told("g", 5, "completed");
        var changed = told.Events.Select(next => next.Sequence == 3 ? Recording.Event(3, "text", default, ("text", "other ")) : next).ToList();
        GenerationCheck.Faults(told, Recording.Stored("g", changed), isStrict).ShouldHaveSingleItem().ShouldContain("event 3 was told as");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_gap_is_always_reported(bool isStrict)
    {
        var told = Recording.Told("g", 5, "completed");
        var faults = GenerationCheck.Faults(told, Recording.Stored("g", [.. told.Events.Where(next => next.Sequence != 3)]), isStrict).ToList();
        faults.ShouldContain(fault => fault.Contains("its log is not dense: event 4 stands where 3 should be"));
        faults.ShouldContain(fault => fault.Contains("event 3 was told as") && fault.Contains("but is stored as nothing"));
    }

    [Fact]
    public void A_second_end_a_missing_end_and_one_that_is_not_the_last_are_reported()
    {
        var told = Recording.Told("g", 2, "completed");
        Of([.. told.Events, Recording.Event(5, WireEvent.Interrupted, default)]).ShouldContain(fault => fault.Contains("2 terminal events (4 completed, 5 interrupted)"));
        Of([.. told.Events.SkipLast(1)]).ShouldContain(fault => fault.Contains("0 terminal events ()"));
        Of([.. told.Events, Recording.Event(5, "text", default, ("text", "late"))]).ShouldContain(fault => fault.Contains("terminal event 4 is not the last, 5"));

        IReadOnlyList<string> Of(IReadOnlyList<WireEvent> events) => [.. GenerationCheck.Faults(told, Recording.Stored("g", events), isStrict: false)];
    }

    [Fact]
    public void A_state_that_is_not_that_of_the_log_is_reported()
    {
        var told = Recording.Told("g", 2, "completed");
        var events = told.Events;
        var state = new { id = "g", status = "completed", text = "word 0 word 1 ", last_seq = 4 };
        Of(state).ShouldBeEmpty();
        Of(state with { text = "word 0 " }).ShouldHaveSingleItem().ShouldContain("its text of 7 characters is not that of its events, 14");
        Of(state with { status = "failed" }).ShouldHaveSingleItem().ShouldContain("its status is failed, but its log ends with completed");
        Of(state with { last_seq = 3 }).ShouldHaveSingleItem().ShouldContain("its last_seq is 3, but its log has 4 events");

        IReadOnlyList<string> Of<T>(T json) => [.. GenerationCheck.Faults(told, new StoredGeneration(Recording.Json(json), events), isStrict: true)];
    }

    [Fact]
    public void What_a_client_was_told_twice_or_not_at_all_is_reported()
    {
        var told = Recording.Told("g", 3, "completed");
        var stored = told.Kept();
        told.Events.RemoveAt(2);
        GenerationCheck.Faults(told, stored, isStrict: false).ShouldContain(fault => fault.Contains("event 4 was told where 3 should have been"));
        told.Events.Insert(2, told.Events[1]);
        GenerationCheck.Faults(told, stored, isStrict: false).ShouldHaveSingleItem().ShouldContain("event 2 was told where 3 should have been");
        told = Recording.Told("g", 3, "completed");
        told.Events.Add(Recording.Event(6, "completed", default));
        GenerationCheck.Faults(told, Recording.Stored("g", told.Events), isStrict: false).ShouldContain(fault => fault.Contains("more was told behind its end, event 5"));
    }

    private static IReadOnlyList<string> Faults(ToldGeneration told, Func<ToldGeneration, StoredGeneration?> stored, bool isStrict) => [.. GenerationCheck.Faults(told, stored(told), isStrict)];
}
