using Tokenrill.Generations;
using Tokenrill.Models;
using Tokenrill.Options;
using Tokenrill.Sessions;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Sessions;

public sealed class SessionTests
{
    [Fact]
    public async Task A_turn_is_the_users_message_and_the_answer_as_far_as_it_has_come()
    {
        using var engine = new TestEngine();
        var (generation, call) = await engine.StartCallAsync(Requests.In("s", "What is a rill?"));
        call.Accept().Reasoning("hm").Text("A small ");

        var messages = Messages(engine);
        messages.Select(message => message.Role).ShouldBe([ChatRole.User, ChatRole.Assistant]);
        messages[0].Content.ShouldBe("What is a rill?");
        messages[0].Generation.ShouldBeNull();
        messages[1].ShouldSatisfyAllConditions(
            answer => answer.Content.ShouldBe("A small "),
            answer => answer.Reasoning.ShouldBe("hm"),
            answer => answer.Generation.ShouldBe(generation.Id),
            answer => answer.Status.ShouldBe(GenerationStatus.Active));
        call.Text("stream.").Finish();
        await generation.CleanedUpAsync();

        Messages(engine)[1].ShouldBe(messages[1] with { Content = "A small stream.", Status = GenerationStatus.Completed });
    }

    [Fact]
    public async Task What_the_user_said_is_kept_and_not_what_was_put_around_it()
    {
        using var engine = new TestEngine();
        var (_, call) = await engine.StartCallAsync(Requests.In("s", "<text>A dog</text>") with { Said = "A dog" });

        call.Request.Messages.Single().Content.ShouldBe("<text>A dog</text>");
        Messages(engine)[0].ShouldSatisfyAllConditions(
            message => message.Role.ShouldBe(ChatRole.User),
            message => message.Content.ShouldBe("A dog"));
    }

    [Fact]
    public async Task An_answer_that_was_stopped_is_kept_as_far_as_it_came()
    {
        using var engine = new TestEngine();
        var (generation, call) = await engine.StartCallAsync(Requests.In("s"));
        call.Accept().Text("Half");
        generation.Stop();
        await generation.CleanedUpAsync();

        Messages(engine)[1].Content.ShouldBe("Half");
        Messages(engine)[1].Status.ShouldBe(GenerationStatus.Cancelled);
    }

    [Fact]
    public async Task The_log_tells_each_thing_once_and_in_order()
    {
        using var engine = new TestEngine();
        var (first, call) = await engine.StartCallAsync(Requests.In("s", "One"));
        call.Accept().Finish();
        await first.CleanedUpAsync();
        var (second, _) = await engine.StartCallAsync(Requests.In("s", "Two"));
        var (third, last) = await engine.StartCallAsync(Requests.In("s", "Three"));
        last.Accept().Fail(ErrorCode.ProviderUnavailable);
        await Task.WhenAll(second.CleanedUpAsync(), third.CleanedUpAsync());

        string[] Turn(Generation generation, string said, string status) =>
            [$"user {said}", "assistant ", $"started {generation.Id}", $"ended {generation.Id} {status}"];
        var told = Tell(engine);
        told.ShouldBe([
            "user One", "title One", .. Turn(first, "One", "Completed")[1..],
            .. Turn(second, "Two", "Superseded"),
            .. Turn(third, "Three", "Failed")]);
    }

    [Fact]
    public async Task A_model_is_told_what_was_said_before_behind_the_system_message()
    {
        using var engine = new TestEngine();
        var (first, call) = await engine.StartCallAsync(Requests.In("s", "One"));
        call.Accept().Text("Two").Finish();
        await first.CleanedUpAsync();
        var ask = new ModelRequest { Model = "default", Messages = [new(ChatRole.System, "Be kind."), new(ChatRole.User, "Three")] };
        var (_, next) = await engine.StartCallAsync(new GenerationRequest { Ask = ask, Session = "s", WithHistory = true });

        next.Request.Messages.Select(message => $"{message.Role} {message.Content}").ShouldBe(["System Be kind.", "User One", "Assistant Two", "User Three"]);
    }

    [Fact]
    public async Task A_client_that_sends_its_whole_history_is_taken_at_its_word()
    {
        using var engine = new TestEngine();
        var (first, call) = await engine.StartCallAsync(Requests.In("s", "One"));
        call.Accept().Text("Two").Finish();
        await first.CleanedUpAsync();
        ChatMessage[] whole = [new(ChatRole.User, "One"), new(ChatRole.Assistant, "Two, edited"), new(ChatRole.User, "Three")];
        var (_, next) = await engine.StartCallAsync(new GenerationRequest { Ask = new ModelRequest { Model = "default", Messages = whole }, Session = "s" });

        next.Request.Messages.ShouldBe(whole);
        Messages(engine).Select(message => message.Content).ShouldBe(["One", "Two", "Three", ""]);
    }

    [Fact]
    public async Task The_partial_answer_that_a_new_prompt_displaced_is_part_of_its_history()
    {
        using var engine = new TestEngine();
        var (_, call) = await engine.StartCallAsync(Requests.In("s", "One"));
        call.Accept().Text("Hal");
        var (_, next) = await engine.StartCallAsync(Requests.In("s", "Two") with { WithHistory = true });

        next.Request.Messages.Select(message => message.Content).ShouldBe(["One", "Hal", "Two"]);
    }

    [Fact]
    public async Task History_keeps_to_its_budget()
    {
        using var engine = new TestEngine(new TokenrillOptions { Sessions = { HistoryCharacters = 5 } });
        foreach (var (said, answer) in new[] { ("abc", "def"), ("gh", "ij") })
        {
            var (generation, call) = await engine.StartCallAsync(Requests.In("s", said));
            call.Accept().Text(answer).Finish();
            await generation.CleanedUpAsync();
        }
        var (_, next) = await engine.StartCallAsync(Requests.In("s", "long new message") with { WithHistory = true });

        next.Request.Messages.Select(message => message.Content).ShouldBe(["gh", "ij", "long new message"]);
    }

    [Fact]
    public async Task A_request_that_was_refused_or_attached_leaves_no_message()
    {
        using var engine = new TestEngine();
        var (active, _) = await engine.StartCallAsync(Requests.In("s"));
        await Should.ThrowAsync<TokenrillException>(() => engine.StartAsync(Requests.In("s") with { OnBusy = OnBusy.Reject }));
        (await engine.StartAsync(Requests.In("s") with { OnBusy = OnBusy.Attach })).ShouldBe(active);

        Messages(engine).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Owners_who_use_the_same_name_never_meet()
    {
        using var engine = new TestEngine();
        await engine.StartCallAsync(Requests.In("s"));
        var stranger = new Caller("stranger", IsAdmin: true);

        Should.Throw<TokenrillException>(() => engine.Service.Sessions.Find(stranger, "s")).Code.ShouldBe(ErrorCode.NotFound);
        engine.Service.Sessions.List(stranger, null, 10, out _).ShouldBeEmpty();
        Should.Throw<TokenrillException>(() => engine.Service.Sessions.Delete(stranger, "s")).Code.ShouldBe(ErrorCode.NotFound);
    }

    [Fact]
    public async Task A_deleted_session_stops_what_runs_and_forgets_what_was_said()
    {
        using var engine = new TestEngine();
        var (finished, first) = await engine.StartCallAsync(Requests.In("s"));
        first.Accept().Text("secret").Finish();
        await finished.CleanedUpAsync();
        var (running, call) = await engine.StartCallAsync(Requests.In("s"));
        var log = engine.Service.Sessions.Find(TestEngine.Caller, "s").Log;
        engine.Service.Sessions.Delete(TestEngine.Caller, "s");

        await call.Cancelled.InTime();
        await running.CleanedUpAsync();
        foreach (var gone in new[] { finished, running })
            Should.Throw<TokenrillException>(() => engine.Service.Find(gone.Id, TestEngine.Caller)).Code.ShouldBe(ErrorCode.NotFound);
        Should.Throw<TokenrillException>(() => engine.Service.Sessions.Find(TestEngine.Caller, "s")).Code.ShouldBe(ErrorCode.NotFound);
        log.After(null, out var isClosed);
        isClosed.ShouldBeTrue();
        engine.Service.KeptGenerations.ShouldBe(0);
        engine.Residue.ShouldBe(0);
    }

    [Fact]
    public async Task A_session_by_the_name_of_a_deleted_one_is_new()
    {
        using var engine = new TestEngine();
        await engine.StartCallAsync(Requests.In("s", "old"));
        var old = engine.Service.Sessions.Find(TestEngine.Caller, "s").Log.Id;
        engine.Service.Sessions.Delete(TestEngine.Caller, "s");
        await engine.StartCallAsync(Requests.In("s", "new"));

        Messages(engine)[0].Content.ShouldBe("new");
        engine.Service.Sessions.Find(TestEngine.Caller, "s").Log.Id.ShouldNotBe(old);
    }

    [Fact]
    public void Sessions_beyond_what_is_kept_are_forgotten_the_silent_ones_first()
    {
        using var engine = new TestEngine(new TokenrillOptions { Sessions = { Kept = 2 } });
        foreach (var name in new[] { "a", "b", "c" })
        {
            engine.Service.Sessions.Create(TestEngine.Caller, name, null, out _);
            engine.Time.Advance(TimeSpan.FromSeconds(1));
        }

        engine.Service.Sessions.List(TestEngine.Caller, null, 10, out _).Select(session => session.Id).ShouldBe(["c", "b"]);
    }

    [Fact]
    public async Task Sessions_in_which_more_was_said_than_memory_may_hold_are_forgotten_the_silent_ones_first()
    {
        using var engine = new TestEngine(new TokenrillOptions { Sessions = { MemoryBytes = 1 << 20 } });
        foreach (var name in new[] { "a", "b", "c" })
        {
            // 200,000 characters of each side: two such sessions are more than a mebibyte.
            var (generation, call) = await engine.StartCallAsync(Requests.In(name, new string('q', 200_000)));
            call.Accept().Text(new string('a', 200_000)).Finish();
            await generation.CleanedUpAsync();
            engine.Time.Advance(TimeSpan.FromSeconds(1));
        }

        engine.Service.Sessions.List(TestEngine.Caller, null, 10, out _).Select(session => session.Id).ShouldBe(["c"]);
        engine.Service.Sessions.Delete(TestEngine.Caller, "c");
        await engine.StartCallAsync(Requests.In("d", new string('q', 500_000)));
        engine.Time.Advance(TimeSpan.FromSeconds(1));
        engine.Service.Sessions.Create(TestEngine.Caller, "e", null, out _);
        engine.Service.Sessions.List(TestEngine.Caller, null, 10, out _).Select(session => session.Id).ShouldBe(["e", "d"]);
    }

    [Fact]
    public async Task A_session_in_which_something_runs_is_not_forgotten()
    {
        using var engine = new TestEngine(new TokenrillOptions { Sessions = { Kept = 1 } });
        await engine.StartCallAsync(Requests.In("busy"));
        engine.Time.Advance(TimeSpan.FromSeconds(1));
        engine.Service.Sessions.Create(TestEngine.Caller, "idle", null, out _);

        engine.Service.Sessions.List(TestEngine.Caller, null, 10, out _).Select(session => session.Id).ShouldBe(["busy"]);
    }

    [Fact]
    public void A_place_in_the_list_holds_while_sessions_come_and_go()
    {
        using var engine = new TestEngine();
        var sessions = engine.Service.Sessions;
        foreach (var name in new[] { "a", "b", "c", "d" })
            sessions.Create(TestEngine.Caller, name, null, out _);
        var page = sessions.List(TestEngine.Caller, null, 2, out var hasMore);
        hasMore.ShouldBeTrue();
        sessions.Create(TestEngine.Caller, "e", null, out _);
        sessions.Delete(TestEngine.Caller, page[^1].Id);
        SessionPlace.TryParse(SessionPlace.Of(page[^1]).ToString(), out var place).ShouldBeTrue();
        var rest = sessions.List(TestEngine.Caller, place, 2, out hasMore);

        hasMore.ShouldBeFalse();
        page.Concat(rest).Select(session => session.Id).Order().ShouldBe(["a", "b", "c", "d"]);
    }

    [Fact]
    public async Task At_the_end_of_the_server_the_log_tells_of_the_interruption_and_closes()
    {
        using var engine = new TestEngine();
        var (generation, _) = await engine.StartCallAsync(Requests.In("s"));
        var log = engine.Service.Sessions.Find(TestEngine.Caller, "s").Log;
        await engine.Service.ShutDownAsync(TestContext.Current.CancellationToken).InTime();

        log.After(null, out var isClosed)[^1].ShouldBeOfType<GenerationEnded>().Status.ShouldBe(GenerationStatus.Interrupted);
        isClosed.ShouldBeTrue();
        generation.Status.ShouldBe(GenerationStatus.Interrupted);
    }

    private static IReadOnlyList<SessionMessage> Messages(TestEngine engine) => engine.Service.Sessions.Find(TestEngine.Caller, "s").Messages(out _);

    private static IEnumerable<string> Tell(TestEngine engine) => engine.Service.Sessions.Find(TestEngine.Caller, "s").Log.After(null, out _).Select(next => next switch
    {
        MessageCreated created => $"{created.Message.Role.ToString().ToLowerInvariant()} {created.Message.Content}",
        GenerationStarted started => $"started {started.Generation}",
        GenerationEnded ended => $"ended {ended.Generation} {ended.Status}",
        TitleChanged changed => $"title {changed.Title}",
        _ => "?",
    });
}
