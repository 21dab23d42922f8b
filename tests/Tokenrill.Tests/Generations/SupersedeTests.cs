using Tokenrill.Generations;
using Tokenrill.Logs;
using Tokenrill.Models;
using Tokenrill.Options;
using Tokenrill.Sessions;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Generations;

public sealed class SupersedeTests
{
    [Fact]
    public async Task A_new_prompt_ends_the_active_one_and_starts_when_that_has_cleaned_up()
    {
        using var engine = new TestEngine();
        engine.Provider.IgnoresCancellation = true;
        var (first, oldCall) = await engine.StartCallAsync(Requests.In("s"));
        var second = await engine.StartAsync(Requests.In("s"));
        first.Status.ShouldBe(GenerationStatus.Superseded);
        first.Log[first.Log.LastSequence].Detail.ShouldBe(new SupersededDetail(second.Id));
        await oldCall.Cancelled.InTime();
        engine.Provider.Calls.ShouldHaveSingleItem();

        oldCall.Return();
        var newCall = await engine.Provider.NextCallAsync();
        engine.Provider.MaxActive.ShouldBe(1);
        newCall.Accept().Text("new").Finish();
        await Task.WhenAll(first.CleanedUp, second.CleanedUp).InTime();
        second.Status.ShouldBe(GenerationStatus.Completed);
        engine.Residue.ShouldBe(0);
    }

    [Fact]
    public async Task A_provider_that_ignores_cancellation_holds_the_next_one_up_for_two_seconds_and_its_late_tokens_go_nowhere()
    {
        using var engine = new TestEngine();
        engine.Provider.IgnoresCancellation = true;
        var (first, oldCall) = await engine.StartCallAsync(Requests.In("s"));
        oldCall.Accept().Text("old");
        var second = await engine.StartAsync(Requests.In("s"));
        // Both wait: the old one for its provider, the new one for the old one.
        await engine.Time.Armed(TimeSpan.FromSeconds(2), count: 2).InTime();
        engine.Time.Advance(TimeSpan.FromMilliseconds(1999));
        engine.Provider.Calls.ShouldHaveSingleItem();

        engine.Time.Advance(TimeSpan.FromMilliseconds(1));
        var newCall = await engine.Provider.NextCallAsync();
        newCall.Accept().Text("new ");
        oldCall.Text("stale").Reasoning("stale").ToolCall(0, "c", "t", "{}").Usage(99, 99).Finish();
        newCall.Text("answer").Finish();
        await Task.WhenAll(first.CleanedUp, second.CleanedUp).InTime();

        System.Text.Encoding.UTF8.GetString(second.Log.Text).ShouldBe("new answer");
        System.Text.Encoding.UTF8.GetString(first.Log.Text).ShouldBe("old");
        first.Usage.ShouldBeNull();
        await engine.Log.LineAsync($"{first.Id} gave up on its provider");
        engine.Residue.ShouldBe(0);
    }

    [Fact]
    public async Task Of_a_hundred_prompts_ten_milliseconds_apart_one_answers_and_ninety_nine_are_superseded()
    {
        using var engine = new TestEngine(new TokenrillOptions { Limits = { GenerationsPerKey = 1000 } });
        engine.Provider.OnCall = static call => call.Accept().Text("begun");
        var generations = new List<Generation>();
        for (var i = 0; i < 100; i++)
        {
            generations.Add(await engine.StartAsync(Requests.In("s", $"prompt {i}")));
            engine.Time.Advance(TimeSpan.FromMilliseconds(10));
        }
        await EndAsync(engine, generations[^1], "prompt 99");
        await Task.WhenAll(generations.Select(generation => generation.CleanedUp)).InTime();

        generations.Count(generation => generation.Status == GenerationStatus.Superseded).ShouldBe(99);
        generations[^1].Status.ShouldBe(GenerationStatus.Completed);
        engine.Provider.MaxActive.ShouldBe(1);
        engine.Residue.ShouldBe(0);
        engine.Service.Swept.ShouldBe(0);
    }

    [Fact]
    public async Task Of_a_hundred_prompts_from_many_threads_one_survives_and_never_two_run()
    {
        using var engine = new TestEngine(new TokenrillOptions { Limits = { GenerationsPerKey = 1000 } });
        engine.Provider.OnCall = static call => call.Accept().Text("begun");
        var generations = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(
            () => engine.StartAsync(Requests.In("s", $"prompt {i}")), TestContext.Current.CancellationToken))).InTime();
        var survivor = generations.Single(generation => !generation.HasEnded);
        await EndAsync(engine, survivor, survivor.Request.Ask.Messages[0].Content);
        await Task.WhenAll(generations.Select(generation => generation.CleanedUp)).InTime();

        generations.Count(generation => generation.Status == GenerationStatus.Superseded).ShouldBe(99);
        engine.Provider.MaxActive.ShouldBe(1);
        engine.Residue.ShouldBe(0);
    }

    [Fact]
    public async Task A_request_may_refuse_to_disturb_and_learns_who_is_active()
    {
        using var engine = new TestEngine();
        var (first, _) = await engine.StartCallAsync(Requests.In("s"));
        var refusal = await Should.ThrowAsync<TokenrillException>(() => engine.StartAsync(Requests.In("s") with { OnBusy = OnBusy.Reject }));

        refusal.Code.ShouldBe(ErrorCode.SessionBusy);
        refusal.ActiveGeneration.ShouldBe(first.Id);
        first.HasEnded.ShouldBeFalse();
        first.Stop();
        await first.CleanedUp.InTime();
        engine.Residue.ShouldBe(0);
    }

    [Fact]
    public async Task A_request_may_attach_to_the_active_one()
    {
        using var engine = new TestEngine();
        var (first, call) = await engine.StartCallAsync(Requests.In("s"));
        call.Accept().Text("shared");
        var second = await engine.Service.StartAsync(Requests.In("s") with { OnBusy = OnBusy.Attach }, TestEngine.Caller, withReader: true, TestContext.Current.CancellationToken);
        using var reader = second.Reader.ShouldNotBeNull();

        second.IsNew.ShouldBeFalse();
        second.Generation.ShouldBe(first);
        var seen = new List<SeenEvent>();
        SeenEvent.Drain(reader, seen);
        seen[^1].Text.ShouldBe("shared");
        engine.Provider.Calls.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task One_that_attaches_while_the_active_one_is_being_acknowledged_reads_it_all_the_same()
    {
        var journal = new GatedJournal();
        using var engine = new TestEngine(journal: journal);
        var starting = engine.StartAsync(Requests.In("s"));
        await journal.Opening.InTime();
        var second = await engine.Service.StartAsync(Requests.In("s") with { OnBusy = OnBusy.Attach }, TestEngine.Caller, withReader: true, TestContext.Current.CancellationToken);
        journal.Open();
        var first = await starting.InTime();

        second.Generation.ShouldBe(first);
        var reading = SeenEvent.FollowAsync(second.Reader.ShouldNotBeNull());
        (await engine.Provider.NextCallAsync()).Accept().Text("shared").Finish();
        (await reading.InTime())[0].Kind.ShouldBe(EventKind.Started);
    }

    [Fact]
    public async Task Two_owners_may_use_the_same_session_name_and_never_meet()
    {
        using var engine = new TestEngine();
        var (first, _) = await engine.StartCallAsync(Requests.In("s"), new Caller("anna"));
        var (second, _) = await engine.StartCallAsync(Requests.In("s"), new Caller("bob"));

        first.HasEnded.ShouldBeFalse();
        second.HasEnded.ShouldBeFalse();
        engine.Service.Active(new Caller("anna")).ShouldBe([first]);
        engine.Service.Active(new Caller("root", IsAdmin: true)).ShouldBe([first, second], ignoreOrder: true);
        Should.Throw<TokenrillException>(() => engine.Service.Find(first.Id, new Caller("bob"))).Code.ShouldBe(ErrorCode.NotFound);
    }

    [Fact]
    public async Task One_that_fails_to_start_does_not_let_the_next_pass_the_one_it_displaced()
    {
        var journal = new GatedJournal { PassesFirst = 1 };
        using var engine = new TestEngine(journal: journal);
        engine.Provider.IgnoresCancellation = true;
        var (first, oldCall) = await engine.StartCallAsync(Requests.In("s"));
        var failing = engine.StartAsync(Requests.In("s"));
        await journal.Opening.InTime();
        journal.Open(new IOException("the disk is full"));
        await Should.ThrowAsync<IOException>(failing.InTime());
        first.Status.ShouldBe(GenerationStatus.Superseded);

        var third = await engine.StartAsync(Requests.In("s"));
        engine.Provider.Calls.ShouldHaveSingleItem("the first one still runs at the provider");
        oldCall.Return();
        (await engine.Provider.NextCallAsync()).Accept().Finish();
        await Task.WhenAll(first.CleanedUp, third.CleanedUp).InTime();
        engine.Provider.MaxActive.ShouldBe(1);
        engine.Residue.ShouldBe(0);
    }

    /// <summary>Ends the call of one generation; those before it may or may not have come as far as the provider.</summary>
    private static async Task EndAsync(TestEngine engine, Generation generation, string prompt)
    {
        ScriptedCall call;
        do
            call = await engine.Provider.NextCallAsync();
        while (call.Request.Messages[0].Content != prompt);
        generation.HasEnded.ShouldBeFalse();
        call.Finish(FinishReason.Stop);
    }
}
