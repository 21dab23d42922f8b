using Tokenrill.Generations;
using Tokenrill.Logs;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Journals;

/// <summary>What holds with every journal.</summary>
public abstract class JournalCases : IAsyncDisposable
{
    private protected JournalCases(ITestStorage storage) => Scene = new JournalScene(storage);

    private protected JournalScene Scene { get; }

    public async ValueTask DisposeAsync()
    {
        await Scene.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Readers_see_every_event_once_and_in_order()
    {
        await Scene.OpenAsync();
        var (generation, call) = await Scene.Engine.StartCallAsync();
        using var early = generation.Attach();
        var seen = SeenEvent.FollowAsync(early);
        call.Accept().Text("one ").Text("two").Finish();
        await generation.SettledAsync().InTime();
        using var late = generation.Attach();

        (await seen.InTime()).Select(next => $"{next.Sequence} {next.Kind} {next.Text}")
            .ShouldBe(["1 Started ", "2 Status ", "3 Text one ", "4 Text two", "5 Completed "]);
        (await SeenEvent.FollowAsync(late).InTime()).ShouldBe(await seen);
    }

    [Fact]
    public async Task What_ends_as_it_starts_is_seen_to_end()
    {
        await Scene.OpenAsync();
        Scene.Provider.OnCall = call => call.Fail(ErrorCode.ProviderRejected);
        var generations = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Scene.Engine.StartAsync())).InTime();
        foreach (var generation in generations)
            await generation.SettledAsync().InTime();

        generations.ShouldAllBe(generation => generation.Status == GenerationStatus.Failed);
    }

    [Fact]
    public async Task What_happens_in_a_session_is_told_to_whoever_follows_it()
    {
        await Scene.OpenAsync();
        await Scene.AnswerAsync(Requests.In("s", "question"), "answer");
        var session = await Scene.SessionAsync("s");
        while (session.Log.LastSequence < 5)
            await session.Log.WaitAsync(session.Log.LastSequence, TimeSpan.FromDays(1), TestContext.Current.CancellationToken).InTime();

        session.Log.After(0, out _).Select(next => $"{next.Sequence} {next.GetType().Name}")
            .ShouldBe(["1 MessageCreated", "2 TitleChanged", "3 MessageCreated", "4 GenerationStarted", "5 GenerationEnded"]);
        session.Messages(out _).Select(message => message.Content).ShouldBe(["question", "answer"]);
    }

    [Fact]
    public async Task What_was_said_may_be_acknowledged()
    {
        await Scene.OpenAsync();
        Scene.Service.Sessions.Create(TestEngine.Caller, "s", "title", out _);

        await Scene.Service.Sessions.StoredAsync(TestContext.Current.CancellationToken).InTime();
        Scene.Service.StorageFault.ShouldBeNull();
    }

    [Fact]
    public async Task A_deleted_session_and_its_generations_are_gone()
    {
        await Scene.OpenAsync();
        var ended = await Scene.AnswerAsync(Requests.In("s", "one") with { IdempotencyKey = "k" }, "first");
        var other = await Scene.AnswerAsync(Requests.In("t", "two"), "second");
        await Scene.DeleteAsync("s");

        (await Scene.RefusalAsync(ended.Id)).ShouldBe(ErrorCode.NotFound);
        (await Should.ThrowAsync<TokenrillException>(Scene.SessionAsync("s"))).Code.ShouldBe(ErrorCode.NotFound);
        (await Should.ThrowAsync<TokenrillException>(Scene.DeleteAsync("s"))).Code.ShouldBe(ErrorCode.NotFound);
        (await Scene.FindAsync(other.Id)).ShouldBe(other);
        Scene.Service.IdempotencyKeyCount.ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_reads_a_generation_that_is_deleted_reads_its_end()
    {
        await Scene.OpenAsync();
        var (generation, call) = await Scene.Engine.StartCallAsync(Requests.In("s"));
        call.Accept().Text("half");
        using var reader = generation.Attach();
        var seen = SeenEvent.FollowAsync(reader);
        await Scene.DeleteAsync("s");

        (await seen.InTime())[^1].Kind.ShouldBe(EventKind.Cancelled);
        await generation.SettledAsync().InTime();
        (await Scene.RefusalAsync(generation.Id)).ShouldBe(ErrorCode.NotFound);
    }

    [Fact]
    public async Task A_session_that_was_deleted_begins_anew()
    {
        await Scene.OpenAsync();
        await Scene.AnswerAsync(Requests.In("s", "one"), "first");
        var before = await Scene.SessionAsync("s");
        await Scene.DeleteAsync("s");
        await Scene.AnswerAsync(Requests.In("s", "two"), "second");
        var after = await Scene.SessionAsync("s");

        after.Log.Id.ShouldNotBe(before.Log.Id);
        after.Messages(out _).Select(message => message.Content).ShouldBe(["two", "second"]);
    }

    [Fact]
    public async Task Two_owners_never_meet()
    {
        await Scene.OpenAsync();
        var (anna, bob) = (new Caller("anna"), new Caller("bob"));
        var request = Requests.In("s") with { IdempotencyKey = "k" };
        var annas = await Scene.Engine.StartAsync(request, anna);
        var bobs = await Scene.Engine.StartAsync(request, bob);
        await Scene.DeleteAsync("s", bob);

        annas.ShouldNotBe(bobs);
        (await Scene.FindAsync(annas.Id, anna)).ShouldBe(annas);
        (await Should.ThrowAsync<TokenrillException>(Scene.FindAsync(annas.Id, bob))).Code.ShouldBe(ErrorCode.NotFound);
        (await Scene.SessionAsync("s", anna)).MessageCount.ShouldBe(2);
    }

    [Fact]
    public async Task A_generation_larger_than_memory_may_hold_can_be_read_when_it_has_ended()
    {
        Scene.Options.Storage.MemoryBytes = 1 << 20;
        await Scene.OpenAsync();
        var (generation, call) = await Scene.Engine.StartCallAsync();
        using var reader = generation.Attach();
        call.Accept().Text(new string('x', 3_000_000)).Finish();

        (await SeenEvent.FollowAsync(reader).InTime()).Sum(next => next.Text.Length).ShouldBe(3_000_000);
    }
}
