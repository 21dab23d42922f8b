namespace Tokenrill.Server.Tests.Crashes.Checks;

/// <summary>The check itself: each lie is reported, and the truth is not.</summary>
public sealed class ResumeCheckTests
{
    private readonly ToldGeneration _told = Recording.Told("g", 3, null);
    private readonly StoredGeneration _whole = Recording.Told("g", 5, "completed").Kept();

    [Fact]
    public void Exactly_what_is_behind_the_cursor_is_no_fault()
    {
        ResumeCheck.Fault(_told, _whole, [.. _whole.Events.Skip(4)], isStrict: true).ShouldBeNull();
        var ended = Recording.Told("g", 5, "completed");
        ResumeCheck.Fault(ended, _whole, [], isStrict: true).ShouldBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Too_little_too_much_and_something_else_are_reported(bool isStrict)
    {
        ResumeCheck.Fault(_told, _whole, [], isStrict).ShouldBe("g (key key-g): resumed behind event 4, nothing followed; its log has 7 events");
        ResumeCheck.Fault(_told, _whole, [.. _whole.Events.Skip(3)], isStrict).ShouldNotBeNull().ShouldContain("""4 events followed, from {"seq":4,""");
        ResumeCheck.Fault(_told, _whole, [.. _whole.Events.Skip(5)], isStrict).ShouldNotBeNull().ShouldContain("2 events followed");
        ResumeCheck.Fault(_told, _whole, [Recording.Event(5, "text", default, ("text", "other")), .. _whole.Events.Skip(5)], isStrict).ShouldNotBeNull().ShouldContain("other");
        ResumeCheck.Fault(_told, _whole, behind: null, isStrict).ShouldNotBeNull().ShouldContain("there was no such event");
    }

    [Fact]
    public void A_cursor_whose_event_was_lost_may_be_refused_only_where_something_may_be_lost()
    {
        var cut = _told.Kept(events: 2);
        ResumeCheck.Fault(_told, cut, behind: null, isStrict: false).ShouldBeNull();
        ResumeCheck.Fault(_told, cut, behind: null, isStrict: true).ShouldNotBeNull().ShouldContain("there was no such event");
    }

    [Fact]
    public void The_log_of_a_session_goes_on_behind_the_cursor()
    {
        var (told, stored) = Recording.Session(Recording.Told("one", 2, "completed"), Recording.Told("two", 2, "completed"));
        told.Events.RemoveRange(5, 3);
        ResumeCheck.Fault(told, stored, [.. stored.Events.Skip(5)], isStrict: true).ShouldBeNull();
        ResumeCheck.Fault(told, stored, [.. stored.Events.Skip(6)], isStrict: false).ShouldNotBeNull().ShouldContain("its log log-1 resumed behind event 5, 2 events followed");
        ResumeCheck.Fault(told, stored, behind: null, isStrict: false).ShouldNotBeNull().ShouldContain("there was no such event");
        var cut = stored with { Events = [.. stored.Events.Take(3)] };
        ResumeCheck.Fault(told, cut, behind: null, isStrict: false).ShouldBeNull();
        ResumeCheck.Fault(told, cut, behind: null, isStrict: true).ShouldNotBeNull();
    }

    [Fact]
    public void A_key_that_leads_elsewhere_or_makes_it_run_again_is_reported()
    {
        var state = new { id = "g", status = "completed", last_seq = 7 };
        Of(state).ShouldBeNull();
        Of(state with { id = "h", status = "active" }).ShouldBe("g: the same key (key-g) led to another generation, h, active: it was run again");
        Of(state with { status = "active" }).ShouldNotBeNull().ShouldContain("it went on: active with 7 events, not completed with 7");
        Of(state with { last_seq = 8 }).ShouldNotBeNull().ShouldContain("completed with 8 events");

        string? Of<T>(T json) => ResumeCheck.Fault(_told.Question, _whole, Recording.Json(json));
    }
}
