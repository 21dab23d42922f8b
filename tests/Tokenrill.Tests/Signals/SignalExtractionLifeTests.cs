using Tokenrill.Generations;
using Tokenrill.Options;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Signals;

/// <summary>An extraction beside its session: it takes nothing from the chat, and goes when the session or the server goes.</summary>
public sealed class SignalExtractionLifeTests
{
    [Fact]
    public async Task It_does_not_touch_the_chat()
    {
        using var scene = new ExtractionScene();
        await scene.SayEnoughAsync();
        var call = await scene.NextExtractionAsync();
        var sessions = scene.Engine.Service.Sessions;
        (await sessions.FindActiveAsync(scene.Session, TestContext.Current.CancellationToken)).ShouldBeNull();
        var active = await scene.Engine.StartAsync(Requests.In("s", "Still there?"));
        await scene.Chat.NextCallAsync();
        var before = scene.Session.Messages(out var lastSequence);
        call.Fail(ErrorCode.ProviderUnavailable);
        await scene.Engine.Log.LineAsync("signals not extracted");

        (await sessions.FindActiveAsync(scene.Session, TestContext.Current.CancellationToken)).ShouldBe(active);
        active.Status.ShouldBe(GenerationStatus.Active);
        scene.Session.Messages(out var sequence).ShouldBe(before);
        sequence.ShouldBe(lastSequence);
        scene.Chat.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task It_takes_no_place_from_what_the_owner_may_have_active_and_needs_none()
    {
        using var scene = new ExtractionScene(new TokenrillOptions { Limits = { GenerationsPerKey = 1 } });
        // The user's message alone makes the batch due: the answer runs, and is the one that the owner may have.
        var answer = await scene.Engine.StartAsync(Requests.In("s", new string('x', 500)));
        await scene.NextExtractionAsync();
        (await scene.Chat.NextCallAsync()).Accept().Finish();
        await answer.CleanedUpAsync();

        var other = await scene.Engine.StartAsync();
        other.Status.ShouldBe(GenerationStatus.Active);
        (await Should.ThrowAsync<TokenrillException>(scene.Engine.StartAsync())).Code.ShouldBe(ErrorCode.RateLimited);
    }

    [Fact]
    public async Task Its_owner_finds_it_while_it_runs_and_nobody_afterwards()
    {
        using var scene = new ExtractionScene();
        await scene.SayEnoughAsync();
        var call = await scene.NextExtractionAsync();
        var generation = scene.Running;
        scene.Engine.Service.Find(generation.Id, TestEngine.Caller).ShouldBe(generation);
        scene.Engine.Service.Active(new Caller("somebody else")).ShouldBeEmpty();
        call.Text(ExtractionScene.Answer()).Finish();
        await scene.Engine.Log.LineAsync("signals extracted");
        // The next one begins when the last is done with, so when it is there the last is forgotten.
        await scene.SayEnoughAsync();
        await scene.NextExtractionAsync();

        Should.Throw<TokenrillException>(() => scene.Engine.Service.Find(generation.Id, TestEngine.Caller)).Code.ShouldBe(ErrorCode.NotFound);
        scene.Engine.Service.KeptGenerations.ShouldBe(2);
    }

    [Fact]
    public async Task A_reader_that_leaves_does_not_end_it()
    {
        using var scene = new ExtractionScene(new TokenrillOptions { Readers = { OnDisconnect = OnDisconnect.Cancel, Grace = TimeSpan.Zero } });
        await scene.SayEnoughAsync();
        var call = await scene.NextExtractionAsync();
        scene.Running.Attach().Dispose();
        call.Text(ExtractionScene.Answer()).Finish();
        await scene.Engine.Log.LineAsync("signals extracted: 1 of 1 messages");

        scene.Session.Signals.All.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_deleted_session_gets_no_signals_and_its_extraction_is_stopped()
    {
        using var scene = new ExtractionScene();
        await scene.SayEnoughAsync();
        var call = await scene.NextExtractionAsync();
        var (session, generation) = (scene.Session, scene.Running);
        call.Text(ExtractionScene.Answer());
        scene.Engine.Service.Sessions.Delete(TestEngine.Caller, "s");

        await call.Cancelled.InTime();
        Should.Throw<TokenrillException>(() => scene.Engine.Service.Find(generation.Id, TestEngine.Caller)).Code.ShouldBe(ErrorCode.NotFound);
        await generation.CleanedUpAsync();
        session.Signals.All.ShouldBeEmpty();
        scene.Engine.Residue.ShouldBe(0);
        scene.Engine.Service.KeptGenerations.ShouldBe(0);
    }

    [Fact]
    public async Task What_was_found_is_gone_with_its_session()
    {
        using var scene = new ExtractionScene();
        await scene.SayEnoughAsync();
        (await scene.NextExtractionAsync()).Text(ExtractionScene.Answer()).Finish();
        await scene.Engine.Log.LineAsync("signals extracted: 1 of");
        var session = scene.Session;
        scene.Engine.Service.Sessions.Delete(TestEngine.Caller, "s");

        session.Signals.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_session_that_is_forgotten_for_others_has_its_extraction_stopped()
    {
        using var scene = new ExtractionScene(new TokenrillOptions { Sessions = { Kept = 1 } });
        await scene.SayEnoughAsync();
        var call = await scene.NextExtractionAsync();
        scene.Engine.Time.Advance(TimeSpan.FromSeconds(1));
        scene.Engine.Service.Sessions.Create(TestEngine.Caller, "other", null, out _);

        await call.Cancelled.InTime();
    }

    [Fact]
    public async Task A_shutdown_stops_it()
    {
        using var scene = new ExtractionScene();
        await scene.SayEnoughAsync();
        var call = await scene.NextExtractionAsync();
        var generation = scene.Running;
        await scene.Engine.Service.ShutDownAsync(TestContext.Current.CancellationToken).InTime();

        generation.Status.ShouldBe(GenerationStatus.Interrupted);
        await call.Cancelled.InTime();
        (await scene.Engine.Log.LineAsync("signals not extracted")).ShouldEndWith(": interrupted");
        scene.Engine.Residue.ShouldBe(0);
        scene.Extractions.Calls.Count.ShouldBe(1);
    }
}
