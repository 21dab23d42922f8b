using Tokenrill.Generations;
using Tokenrill.Logs;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Journals;

/// <summary>What holds with every journal that gives back what it stored: its generations.</summary>
public abstract partial class LastingJournalCases : JournalCases
{
    private protected LastingJournalCases(ITestStorage storage) : base(storage)
    {
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whatever_way_a_generation_ended_it_is_read_back_as_it_was(bool crash)
    {
        await Scene.OpenAsync();
        var generations = await new Endings(Scene).MakeAsync();
        var before = generations.Select(SeenGeneration.Of).ToList();
        await Scene.ReopenAsync(crash);

        for (var i = 0; i < before.Count; i++)
        {
            var read = await Scene.FindAsync(generations[i].Id);
            SeenGeneration.Of(read).ShouldBe(before[i]);
            await read.SettledAsync().InTime();
        }
        generations.Select(generation => generation.Status).Distinct().Order()
            .ShouldBe([GenerationStatus.Completed, GenerationStatus.Failed, GenerationStatus.Cancelled, GenerationStatus.Superseded]);
        Scene.Service.Active(TestEngine.Caller).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_left_memory_is_read_back_as_it_was()
    {
        await Scene.OpenAsync();
        var generations = await new Endings(Scene).MakeAsync();
        var before = generations.Select(SeenGeneration.Of).ToList();
        await Scene.ForgetAsync();

        for (var i = 0; i < before.Count; i++)
        {
            var read = await Scene.FindAsync(generations[i].Id);
            read.ShouldNotBe(generations[i]);
            SeenGeneration.Of(read).ShouldBe(before[i]);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_ran_has_ended_as_interrupted_with_what_it_had_said(bool crash)
    {
        await Scene.OpenAsync();
        var (generation, call) = await Scene.Engine.StartCallAsync(Requests.In("s", "question"));
        call.Accept().Reasoning("hm").Text("half an ");
        Scene.Time.Advance(TimeSpan.FromSeconds(3));
        call.Text("answ");
        await Scene.FlushAsync();
        var before = SeenGeneration.Events(generation.Log);
        Scene.Time.Advance(TimeSpan.FromSeconds(4));
        await Scene.ReopenAsync(crash);
        var read = await Scene.FindAsync(generation.Id);

        SeenGeneration.Events(read.Log).SkipLast(1).ShouldBe(before);
        read.Log[read.Log.LastSequence].Kind.ShouldBe(EventKind.Interrupted);
        read.EndedAt.ShouldBe(read.CreatedAt + TimeSpan.FromSeconds(3));
        read.IsOver(read.Log.LastSequence).ShouldBeTrue();
        read.Stop().ShouldBeFalse();
        var answer = (await Scene.SessionAsync("s")).Messages(out _)[1];
        (answer.Id, answer.Content, answer.Reasoning, answer.Status).ShouldBe((read.Message, "half an answ", "hm", GenerationStatus.Interrupted));
        (await Scene.Service.Sessions.FindActiveAsync(await Scene.SessionAsync("s"), TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public async Task What_was_interrupted_is_the_same_after_every_further_restart()
    {
        await Scene.OpenAsync();
        var (generation, call) = await Scene.Engine.StartCallAsync(Requests.In("s"));
        call.Accept().Text("half");
        await Scene.ReopenAsync(crash: true);
        var once = SeenGeneration.Of(await Scene.FindAsync(generation.Id));
        var session = SeenGeneration.Of(await Scene.SessionAsync("s"));
        await Scene.ReopenAsync(crash: true);
        await Scene.ReopenAsync();

        SeenGeneration.Of(await Scene.FindAsync(generation.Id)).ShouldBe(once);
        SeenGeneration.Of(await Scene.SessionAsync("s")).ShouldBe(session);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cursor_of_before_is_good_after(bool crash)
    {
        await Scene.OpenAsync();
        var generation = await Scene.AnswerAsync(Requests.Prompt(), "one", "two", "three");
        await Scene.ReopenAsync(crash);
        using var reader = (await Scene.FindAsync(generation.Id)).Attach(after: 4);

        (await SeenEvent.FollowAsync(reader).InTime()).Select(next => $"{next.Sequence} {next.Text}").ShouldBe(["5 three", "6 "]);
    }

    [Fact]
    public async Task Many_readers_of_one_that_left_memory_share_it()
    {
        await Scene.OpenAsync();
        var generation = await Scene.AnswerAsync(Requests.Prompt(), new string('x', 300_000));
        await Scene.ForgetAsync();
        var found = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => Scene.FindAsync(generation.Id), TestContext.Current.CancellationToken))).InTime();

        found.Distinct().ShouldHaveSingleItem();
        Scene.Service.KeptGenerations.ShouldBe(1);
    }

    [Fact]
    public async Task One_that_is_not_stored_yet_stays_in_memory_however_little_there_is()
    {
        Scene.Options.Storage.MemoryBytes = 1 << 20;
        await Scene.OpenAsync();
        var request = Requests.Prompt() with { IdempotencyKey = "k" };
        var generation = await Scene.AnswerAsync(request, new string('x', 3_000_000));
        (await Scene.FindAsync(generation.Id)).Id.ShouldBe(generation.Id);
        (await Scene.Engine.StartAsync(request)).Id.ShouldBe(generation.Id);
        await Scene.ForgetAsync();

        (await Scene.Engine.StartAsync(request)).Id.ShouldBe(generation.Id);
        Scene.Provider.Calls.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_is_not_stored_at_all_keeps_nothing_else_in_memory()
    {
        await Scene.OpenAsync();
        await Scene.AnswerAsync(Requests.Prompt() with { IsUncounted = true }, "asked by the server itself");
        await Scene.AnswerAsync(Requests.Prompt(), "stored");
        await Scene.FlushAsync();
        Scene.Time.Advance(TimeSpan.FromMinutes(2));

        Scene.Service.KeptGenerations.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Epochs_grow_from_one_process_to_the_next(bool crash)
    {
        await Scene.OpenAsync();
        await Scene.AnswerAsync(Requests.In("s"), "one");
        var before = await Scene.AnswerAsync(Requests.In("s"), "two");
        await Scene.ReopenAsync(crash);

        (await Scene.AnswerAsync(Requests.In("t"), "three")).Epoch.ShouldBeGreaterThan(before.Epoch);
    }
}
