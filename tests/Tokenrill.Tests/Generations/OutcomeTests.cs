using Tokenrill.Generations;
using Tokenrill.Logs;
using Tokenrill.Options;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Generations;

/// <summary>Every way a generation may end: exactly one terminal event, and it is the last.</summary>
public sealed class OutcomeTests
{
    private static readonly Dictionary<string, (Func<TestEngine, Generation, ScriptedCall, Task> End, EventKind Kind, ErrorCode? Code)> Endings = new()
    {
        ["normal end"] = Case((_, _, call) => call.Accept().Text("Hi").Finish(), EventKind.Completed),
        ["normal end with a half character"] = Case((_, _, call) => call.Accept().Text([0x41, 0xF0, 0x9F]).Finish(), EventKind.Completed),
        ["end without a word"] = Case((_, _, call) => call.Accept().Finish(), EventKind.Completed),
        ["stop before anything"] = Case((_, generation, _) => generation.Stop(), EventKind.Cancelled),
        ["stop before the first token"] = Case((_, generation, call) => { call.Accept(); generation.Stop(); }, EventKind.Cancelled),
        ["stop after the first token"] = Case((_, generation, call) => { call.Accept().Text("Hi"); generation.Stop(); }, EventKind.Cancelled),
        ["superseded"] = Case((_, generation, call) => { call.Accept().Text("Hi"); generation.SupersededBy("gen_next"); }, EventKind.Superseded),
        ["no finish reason"] = Case((_, _, call) => call.Accept().Text("Hi").Return(), EventKind.Failed, ErrorCode.ProviderDisconnected),
        ["refused"] = Case((_, _, call) => call.Fail(ErrorCode.ProviderRejected), EventKind.Failed, ErrorCode.ProviderRejected),
        ["unavailable"] = Case((_, _, call) => call.Fail(ErrorCode.ProviderUnavailable), EventKind.Failed, ErrorCode.ProviderUnavailable),
        ["rate limited"] = Case((_, _, call) => call.Fail(ErrorCode.ProviderRateLimited), EventKind.Failed, ErrorCode.ProviderRateLimited),
        ["broken off"] = Case((_, _, call) => { call.Accept().Text("Hi"); call.Fail(ErrorCode.ProviderDisconnected); }, EventKind.Failed, ErrorCode.ProviderDisconnected),
        ["garbage"] = Case((_, _, call) => { call.Accept().Text("Hi"); call.Fail(ErrorCode.ProviderProtocol); }, EventKind.Failed, ErrorCode.ProviderProtocol),
        ["too long a conversation"] = Case((_, _, call) => call.Fail(ErrorCode.ContextLengthExceeded), EventKind.Failed, ErrorCode.ContextLengthExceeded),
        ["filtered"] = Case((_, _, call) => call.Fail(ErrorCode.ContentFiltered), EventKind.Failed, ErrorCode.ContentFiltered),
        ["a network that fails"] = Case((_, _, call) => call.Fail(new IOException("gone")), EventKind.Failed, ErrorCode.ProviderDisconnected),
        ["a host that is not there"] = Case((_, _, call) => call.Fail(new HttpRequestException("gone")), EventKind.Failed, ErrorCode.ProviderUnavailable),
        ["a fault of ours"] = Case((_, _, call) => call.Fail(new InvalidOperationException("bug")), EventKind.Failed, ErrorCode.Internal),
        ["a cancellation nobody asked for"] = Case((_, _, call) => call.Fail(new OperationCanceledException()), EventKind.Failed, ErrorCode.Internal),
        ["connect deadline"] = Case((engine, _, _) => engine.Time.Advance(TimeSpan.FromSeconds(10)), EventKind.Failed, ErrorCode.ConnectTimeout),
        ["first-token deadline"] = Case((engine, _, call) => { call.Accept(); engine.Time.Advance(TimeSpan.FromSeconds(120)); }, EventKind.Failed, ErrorCode.FirstTokenTimeout),
        ["between-tokens deadline"] = Case((engine, _, call) => { call.Accept().Text("Hi"); engine.Time.Advance(TimeSpan.FromSeconds(30)); }, EventKind.Failed, ErrorCode.BetweenTokensTimeout),
        ["total deadline"] = Case(RunOutOfTime, EventKind.Failed, ErrorCode.TotalTimeout),
        ["output limit"] = Case((_, _, call) => call.Accept().Text(new string('x', 5000)), EventKind.Failed, ErrorCode.OutputLimitExceeded),
        ["last reader gone"] = Case((_, generation, call) => { call.Accept(); generation.Attach().Dispose(); }, EventKind.Cancelled),
        ["shutdown"] = (async (engine, _, _) => await engine.Service.ShutDownAsync(TestContext.Current.CancellationToken).InTime(), EventKind.Interrupted, null),
    };

    public static TheoryData<string> Names => [.. Endings.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_ends_once_and_nothing_follows(string ending)
    {
        var (end, kind, code) = Endings[ending];
        using var engine = new TestEngine(new TokenrillOptions { Limits = { OutputBytes = 4096 } });
        var started = await engine.Service.StartAsync(
            Requests.In("s") with { OnDisconnect = OnDisconnect.Cancel, Grace = TimeSpan.Zero }, TestEngine.Caller, withReader: false, TestContext.Current.CancellationToken);
        var generation = started.Generation;
        var call = await engine.Provider.NextCallAsync();
        await end(engine, generation, call);
        await generation.Ended.InTime();
        await generation.CleanedUp.InTime();

        // Everything that could end it comes once more, and the provider says something late.
        call.Text("late").Usage(9, 9).Finish();
        generation.Stop().ShouldBeFalse();
        generation.SupersededBy("gen_late");
        generation.Interrupt().ShouldBeFalse();
        generation.Attach().Dispose();
        engine.Time.Advance(TimeSpan.FromHours(1));
        await engine.Service.ShutDownAsync(TestContext.Current.CancellationToken).InTime();

        var seen = SeenEvent.All(generation.Log);
        seen.Select(one => one.Sequence).ShouldBe(Enumerable.Range(1, seen.Count));
        seen[0].Kind.ShouldBe(EventKind.Started);
        seen.Count(one => one.Kind.IsTerminal()).ShouldBe(1);
        seen[^1].Kind.ShouldBe(kind);
        (seen[^1].Detail as FailedDetail)?.Error.Code.ShouldBe(code!.Value);
        seen.ShouldNotContain(one => one.Text.Contains("late", StringComparison.Ordinal));
        generation.Usage.ShouldBeNull();
        generation.EndedAt.ShouldNotBeNull();
        engine.Residue.ShouldBe(0);
        engine.Service.Swept.ShouldBe(0);
        engine.Log.Lines.Count(line => line.Contains($"{generation.Id} ended", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_reader_from_the_start_and_one_from_the_end_see_the_same_terminal_event()
    {
        using var engine = new TestEngine();
        var (generation, call) = await engine.StartCallAsync();
        using var early = generation.Attach();
        var reading = SeenEvent.FollowAsync(early);
        call.Accept().Text("Hi").Finish();
        await generation.CleanedUp.InTime();
        using var late = generation.Attach(generation.Log.LastSequence - 1);

        var last = (await SeenEvent.FollowAsync(late).InTime()).ShouldHaveSingleItem();
        (await reading.InTime())[^1].ShouldBe(last);
    }

    private static (Func<TestEngine, Generation, ScriptedCall, Task>, EventKind, ErrorCode?) Case(
        Action<TestEngine, Generation, ScriptedCall> end, EventKind kind, ErrorCode? code = null) =>
        ((engine, generation, call) =>
        {
            end(engine, generation, call);
            return Task.CompletedTask;
        }, kind, code);

    private static void RunOutOfTime(TestEngine engine, Generation generation, ScriptedCall call)
    {
        call.Accept();
        for (var i = 0; i < 60; i++)
        {
            call.Text("x");
            engine.Time.Advance(TimeSpan.FromSeconds(10));
        }
    }
}
