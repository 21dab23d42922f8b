namespace Tokenrill.Server.Tests.Crashes.Checks;

/// <summary>The check itself: each lie is reported, and the truth is not.</summary>
public sealed class SessionCheckTests
{
    private readonly ToldSession _told;
    private readonly StoredSession _stored;

    public SessionCheckTests() => (_told, _stored) = Recording.Session(Recording.Told("one", 2, "completed"), Recording.Told("two", 2, "superseded"), Recording.Told("three", 2, null));

    [Fact]
    public void A_session_that_is_whole_is_no_fault()
    {
        Faults(_stored).ShouldBeEmpty();
        SessionCheck.Faults(_told, _stored, isStrict: false).ShouldBeEmpty();
        SessionCheck.Lost(_told, _stored).ShouldBeEmpty();
    }

    [Fact]
    public void A_lost_message_is_reported_with_whose_it_was()
    {
        Faults(_stored with { Messages = [.. _stored.Messages.Skip(2)] }).ShouldContain(fault => fault.Contains("the user's message of one (key key-one) is lost"));
        Faults(_stored with { Messages = [.. _stored.Messages.Where((_, i) => i != 2)] }).ShouldContain(fault => fault.Contains("messages do not alternate: message 3 is assistant's"));
        Faults(_stored with { Messages = [.. _stored.Messages.SkipLast(1)] }).ShouldContain(fault => fault.Contains("the last message has no answer"));
    }

    [Fact]
    public void A_message_that_is_there_twice_or_that_nobody_sent_is_reported()
    {
        Faults(_stored with { Messages = [.. _stored.Messages, .. _stored.Messages.Take(2)] }).ShouldContain(fault => fault.Contains("one (key key-one) is there 2 times: it was run again"));
        _told.Generations.RemoveAt(0);
        Faults(_stored).ShouldContain(fault => fault.Contains("whose generation is gone, or that nobody sent: \"prompt of one\""));
    }

    [Fact]
    public void Messages_in_another_order_are_reported() =>
        Faults(_stored with { Messages = [.. _stored.Messages.Skip(2), .. _stored.Messages.Take(2)] }).ShouldContain(fault => fault.Contains("not in the order"));

    [Theory]
    [InlineData("content", "the answer of two (key key-two) has another content than the generation: at 14 \"\" was expected and \"word 2 \" is there")]
    [InlineData("status", "the answer of two (key key-two) has another status")]
    [InlineData("generation", "the answer of two (key key-two) has another generation")]
    public void An_answer_that_is_not_its_generation_s_is_reported(string member, string expected)
    {
        var lie = new Dictionary<string, string> { ["id"] = "msg-3", ["role"] = "assistant", ["content"] = "word 0 word 1 ", ["generation"] = "two", ["status"] = "superseded" };
        lie[member] += "word 2 ";
        Faults(_stored with { Messages = [.. _stored.Messages.Select((message, i) => i == 3 ? Recording.Json(lie) : message)] }).ShouldHaveSingleItem().ShouldContain(expected);
    }

    [Fact]
    public void A_session_that_is_gone_is_reported_and_always_when_its_generations_are_there()
    {
        SessionCheck.Faults(_told, stored: null, isStrict: false).ShouldHaveSingleItem().ShouldContain("it is gone, although 3 of its generations are there");
        _told.Generations.ForEach(generation => generation.Stored = null);
        SessionCheck.Faults(_told, stored: null, isStrict: true).ShouldHaveSingleItem().ShouldBe("session s-1: it is gone");
        SessionCheck.Faults(_told, stored: null, isStrict: false).ShouldBeEmpty();
        SessionCheck.Lost(_told, stored: null).Count().ShouldBe(1 + _told.Events.Count + 1);
    }

    [Fact]
    public void A_log_with_a_gap_a_doubled_event_or_another_end_than_the_generation_s_is_reported()
    {
        Faults(With(_stored.Events.Where(next => next.Sequence != 6))).ShouldContain(fault => fault.Contains("its log is not dense: event 7 stands where 6 should be"));
        Faults(With(_stored.Events.Append(_stored.Events[^1] with { Sequence = 13 }))).ShouldContain(fault => fault.Contains("ended as (interrupted, interrupted), not once as interrupted"));
        Faults(With(_stored.Events.Append(_stored.Events[2] with { Sequence = 13 }))).ShouldContain(fault => fault.Contains("tells 2 times, not once, that one"));
        Faults(With(_stored.Events.Append(_stored.Events[0] with { Sequence = 13 }))).ShouldContain(fault => fault.Contains("its log tells of other messages"));
        Faults(_stored with { LastSequence = 9 }).ShouldHaveSingleItem().ShouldContain("its messages include event 9, but its log has 12");
    }

    [Fact]
    public void Events_of_its_log_that_were_told_and_are_lost_are_reported_where_nothing_may_be_lost()
    {
        var shorter = With(_stored.Events.SkipLast(2));
        SessionCheck.Faults(_told, shorter, isStrict: true).ShouldContain(fault => fault.Contains("2 events of its log that were told are lost or changed; the first was told as {\"seq\":11,") && fault.Contains("there is nothing"));
        SessionCheck.Faults(_told, shorter, isStrict: false).ShouldNotContain(fault => fault.Contains("lost or changed"));
        SessionCheck.Lost(_told, shorter).Count().ShouldBe(2);
    }

    [Fact]
    public void A_title_that_was_confirmed_and_is_another_is_reported_where_nothing_may_be_lost()
    {
        var other = _stored with { State = Recording.Json(new { title = "Another", messages = 6 }) };
        Faults(other).ShouldHaveSingleItem().ShouldContain("its title was \"A title\" and is \"Another\"");
        SessionCheck.Faults(_told, other, isStrict: false).ShouldBeEmpty();
        SessionCheck.Lost(_told, other).ShouldHaveSingleItem().What.ShouldContain("the title \"A title\"");
        // A title that was asked for when the server was killed may have been taken.
        _told.Wanted = "Another";
        Faults(other).ShouldBeEmpty();
        Faults(_stored with { State = Recording.Json(new { messages = 6 }) }).ShouldContain(fault => fault.Contains("it has messages but no title"));
        Faults(_stored with { State = Recording.Json(new { title = "A title", messages = 5 }) }).ShouldHaveSingleItem().ShouldContain("says that it has 5 messages, but gives 6");
    }

    private static StoredSession With(StoredSession stored, IEnumerable<WireEvent> events) => stored with { Events = [.. events], LastSequence = events.Count() };

    private StoredSession With(IEnumerable<WireEvent> events) => With(_stored, [.. events]);

    private IReadOnlyList<string> Faults(StoredSession stored) => [.. SessionCheck.Faults(_told, stored, isStrict: true)];
}
