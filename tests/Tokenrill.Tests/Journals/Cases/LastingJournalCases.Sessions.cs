using Tokenrill.Sessions;
using Tokenrill.Signals;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Journals;

// Sessions.
public abstract partial class LastingJournalCases
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_is_after_a_restart_as_it_was(bool crash)
    {
        await Scene.OpenAsync();
        Scene.Service.Sessions.Create(TestEngine.Caller, "empty", null, out _);
        Scene.Service.Sessions.Create(TestEngine.Caller, "titled", "Ein „Titel“ \U0001F600", out _);
        await FillAsync("s");
        var session = await Scene.SessionAsync("s");
        session.Signals.Add([NewSignal("sig_1"), NewSignal("sig_2")]);
        Scene.Service.Sessions.Dismiss(TestEngine.Caller, "s", "sig_1");
        session.Rename("another title");
        await Scene.FlushAsync();
        string[] names = ["empty", "titled", "s"];
        var before = await SeenAsync(names);
        await Scene.ReopenAsync(crash);

        (await SeenAsync(names)).ShouldBe(before);
        Scene.Service.Sessions.List(TestEngine.Caller, null, 10, out _).Select(next => next.Id).ShouldBe(["s", "titled", "empty"]);
        Scene.Service.Sessions.FindBySignal(TestEngine.Caller, "sig_2").Id.ShouldBe("s");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_goes_on_where_it_was(bool crash)
    {
        await Scene.OpenAsync();
        await FillAsync("s");
        await Scene.FlushAsync();
        var before = await Scene.SessionAsync("s");
        var known = before.Log.After(null, out _);
        await Scene.ReopenAsync(crash);
        await Scene.AnswerAsync(Requests.In("s", "third"), "three");
        await Scene.FlushAsync();
        var after = await Scene.SessionAsync("s");

        after.Log.Id.ShouldBe(before.Log.Id);
        after.Log.After(null, out _).Take(known.Count).Select(next => $"{next}").ShouldBe(known.Select(next => $"{next}"));
        after.Log.After(known.Count, out _).Select(next => next.Sequence).ShouldBe(Enumerable.Range(known.Count + 1, 4));
        after.Messages(out _).Select(message => message.Content).ShouldBe(["first", "one", "second", "two", "third", "three"]);
        Should.Throw<TokenrillException>(() => after.Log.After(known.Count + 5, out _)).Code.ShouldBe(ErrorCode.NotFound);
    }

    [Fact]
    public async Task The_model_is_told_what_was_said_before_a_restart()
    {
        await Scene.OpenAsync();
        await FillAsync("s");
        await Scene.ReopenAsync();
        var (_, call) = await Scene.Engine.StartCallAsync(Requests.In("s", "third") with { WithHistory = true });

        call.Request.Messages.Select(message => $"{message.Role}: {message.Content}")
            .ShouldBe(["User: first", "Assistant: one", "User: second", "Assistant: two", "User: third"]);
    }

    [Fact]
    public async Task Sessions_that_are_too_many_leave_memory_and_come_back_as_they_were()
    {
        Scene.Options.Sessions.Kept = 3;
        await Scene.OpenAsync();
        var names = Enumerable.Range(0, 10).Select(number => $"s{number}").ToArray();
        var before = new List<IReadOnlyList<string>>();
        foreach (var name in names)
        {
            await FillAsync(name);
            (await Scene.SessionAsync(name)).Signals.Add([NewSignal($"sig_{name}")]);
            await Scene.FlushAsync();
            before.Add(SeenGeneration.Of(await Scene.SessionAsync(name)));
        }
        names.Count(name => Scene.Service.Sessions.Find(TestEngine.Caller, name).IsInMemory).ShouldBeLessThanOrEqualTo(3);

        for (var i = 0; i < names.Length; i++)
            SeenGeneration.Of(await Scene.SessionAsync(names[i])).ShouldBe(before[i]);
    }

    [Fact]
    public async Task Sessions_in_which_too_much_was_said_leave_memory_and_come_back_as_they_were()
    {
        Scene.Options.Sessions.MemoryBytes = 1 << 20;
        await Scene.OpenAsync();
        for (var i = 0; i < 4; i++)
        {
            await Scene.AnswerAsync(Requests.In($"s{i}", new string('q', 100_000)), new string('a', 200_000));
            await Scene.FlushAsync();
            // Which was silent longest must be plain.
            Scene.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Scene.Service.Sessions.Find(TestEngine.Caller, "s0").IsInMemory.ShouldBeFalse();
        (await Scene.SessionAsync("s0")).Messages(out _).Select(message => message.Content.Length).ShouldBe([100_000, 200_000]);
    }

    [Fact]
    public async Task A_session_that_left_memory_goes_on_without_being_asked_for()
    {
        Scene.Options.Sessions.Kept = 1;
        await Scene.OpenAsync();
        await FillAsync("s");
        await Scene.FlushAsync();
        await FillAsync("t");
        Scene.Service.Sessions.Find(TestEngine.Caller, "s").IsInMemory.ShouldBeFalse();
        Scene.Service.Sessions.Rename(TestEngine.Caller, "s", "renamed");
        await Scene.AnswerAsync(Requests.In("s", "third"), "three");
        await Scene.FlushAsync();
        var session = await Scene.SessionAsync("s");

        session.Title.ShouldBe("renamed");
        session.Messages(out _).Select(message => message.Content).ShouldBe(["first", "one", "second", "two", "third", "three"]);
        session.Log.After(0, out _).Select(next => next.Sequence).ShouldBe(Enumerable.Range(1, session.Log.LastSequence));
    }

    [Fact]
    public async Task Only_the_last_events_of_a_long_session_can_be_read_before_and_after_a_restart()
    {
        await Scene.OpenAsync();
        var session = Scene.Service.Sessions.Create(TestEngine.Caller, "s", null, out _);
        for (var i = 0; i < SessionLog.Kept + 5; i++)
            session.Rename($"{i}");
        await Scene.ReopenAsync();
        var after = (await Scene.SessionAsync("s")).Log;

        Should.Throw<TokenrillException>(() => after.After(4, out _)).Code.ShouldBe(ErrorCode.CursorExpired);
        after.After(5, out _).Select(next => next.Sequence).ShouldBe(Enumerable.Range(6, SessionLog.Kept));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_that_was_deleted_stays_deleted(bool crash)
    {
        await Scene.OpenAsync();
        var generation = await Scene.AnswerAsync(Requests.In("s", "question") with { IdempotencyKey = "k" }, "answer");
        await FillAsync("t");
        await Scene.DeleteAsync("s");
        await Scene.ReopenAsync(crash);

        Scene.Service.Sessions.List(TestEngine.Caller, null, 10, out _).Select(next => next.Id).ShouldBe(["t"]);
        (await Scene.RefusalAsync(generation.Id)).ShouldBe(ErrorCode.NotFound);
        Scene.Service.IdempotencyKeyCount.ShouldBe(0);
        (await Scene.SessionAsync("t")).MessageCount.ShouldBe(4);
    }

    private async Task FillAsync(string session)
    {
        await Scene.AnswerAsync(Requests.In(session, "first"), "o", "ne");
        Scene.Time.Advance(TimeSpan.FromSeconds(1));
        await Scene.AnswerAsync(Requests.In(session, "second"), "two");
    }

    private async Task<IReadOnlyList<string>> SeenAsync(IEnumerable<string> sessions)
    {
        var seen = new List<string>();
        foreach (var session in sessions)
            seen.AddRange(SeenGeneration.Of(await Scene.SessionAsync(session)));
        return seen;
    }

    private Signal NewSignal(string id) => new(id, SignalKind.Goal, $"what {id} says", 0.8, "msg_1", Scene.Time.GetUtcNow());
}
