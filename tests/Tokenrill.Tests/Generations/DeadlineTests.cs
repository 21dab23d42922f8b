using Tokenrill.Generations;
using Tokenrill.Logs;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Generations;

public sealed class DeadlineTests : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Without_a_connection_the_connect_deadline_ends_it()
    {
        var (generation, call) = await _engine.StartCallAsync();
        await EndsAsync(generation, call, TimeSpan.FromSeconds(10), ErrorCode.ConnectTimeout);
    }

    [Fact]
    public async Task Connected_and_accepted_without_a_token_the_first_token_deadline_ends_it()
    {
        var (generation, call) = await _engine.StartCallAsync();
        call.Accept();
        await EndsAsync(generation, call, TimeSpan.FromMinutes(2), ErrorCode.FirstTokenTimeout);
    }

    [Fact]
    public async Task The_first_token_deadline_runs_from_asking_and_not_from_connecting()
    {
        var (generation, call) = await _engine.StartCallAsync();
        _engine.Time.Advance(TimeSpan.FromSeconds(9));
        call.Connect();
        await EndsAsync(generation, call, TimeSpan.FromSeconds(111), ErrorCode.FirstTokenTimeout);
    }

    [Fact]
    public async Task After_a_token_silence_ends_it()
    {
        var (generation, call) = await _engine.StartCallAsync();
        call.Accept();
        for (var i = 0; i < 5; i++)
        {
            call.Text("x");
            _engine.Time.Advance(TimeSpan.FromSeconds(29));
        }
        call.Reasoning("hm");
        _engine.Time.Advance(TimeSpan.FromSeconds(29));
        call.ToolCall(0, "c", "t", "{}");
        await EndsAsync(generation, call, TimeSpan.FromSeconds(30), ErrorCode.BetweenTokensTimeout);
    }

    [Fact]
    public async Task Whatever_is_no_token_does_not_feed_the_clock()
    {
        var (generation, call) = await _engine.StartCallAsync();
        call.Accept().Text("x");
        _engine.Time.Advance(TimeSpan.FromSeconds(20));
        call.Usage(1, 1).Text("").Text([0xE2, 0x82]).Accept();
        await EndsAsync(generation, call, TimeSpan.FromSeconds(10), ErrorCode.BetweenTokensTimeout);
    }

    [Fact]
    public async Task However_well_tokens_flow_the_total_deadline_ends_it()
    {
        var (generation, call) = await _engine.StartCallAsync();
        call.Accept();
        for (var i = 0; i < 599; i++)
        {
            call.Text("x");
            _engine.Time.Advance(TimeSpan.FromSeconds(1));
        }
        await EndsAsync(generation, call, TimeSpan.FromSeconds(1), ErrorCode.TotalTimeout);
    }

    [Theory]
    [InlineData("connect", ErrorCode.ConnectTimeout)]
    [InlineData("first_token", ErrorCode.FirstTokenTimeout)]
    [InlineData("between_tokens", ErrorCode.BetweenTokensTimeout)]
    [InlineData("total", ErrorCode.TotalTimeout)]
    public async Task A_request_may_shorten_each_of_them(string which, ErrorCode code)
    {
        TimeSpan? At(string name) => which == name ? TimeSpan.FromSeconds(3) : null;
        var (generation, call) = await _engine.StartCallAsync(Requests.Prompt() with
        {
            Deadlines = new RequestedDeadlines(At("connect"), At("first_token"), At("between_tokens"), At("total")),
        });
        if (which != "connect")
            call.Accept();
        if (which is "between_tokens")
            call.Text("x");
        await EndsAsync(generation, call, TimeSpan.FromSeconds(3), code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(601)]
    public async Task A_request_may_not_lengthen_them_or_ask_for_nonsense(double seconds)
    {
        var request = Requests.Prompt() with { Deadlines = new RequestedDeadlines(null, null, null, TimeSpan.FromSeconds(seconds)) };
        var refusal = await Should.ThrowAsync<TokenrillException>(() => _engine.StartAsync(request));

        refusal.Code.ShouldBe(ErrorCode.InvalidRequest);
        refusal.Field.ShouldBe("deadlines.total");
        refusal.Message.ShouldContain("600");
    }

    [Fact]
    public async Task Heartbeats_reset_none_of_them()
    {
        var (generation, call) = await _engine.StartCallAsync();
        call.Accept();
        using var reader = generation.Attach(generation.Log.LastSequence);
        for (var i = 0; i < 7; i++)
        {
            reader.WakeIn(TimeSpan.FromSeconds(15));
            var waiting = reader.WaitAsync().AsTask();
            _engine.Time.Advance(TimeSpan.FromSeconds(15));
            waiting.IsCompletedSuccessfully.ShouldBeTrue();
        }
        await EndsAsync(generation, call, TimeSpan.FromSeconds(15), ErrorCode.FirstTokenTimeout);
    }

    [Fact]
    public async Task Waiting_for_the_session_counts_for_the_total_and_for_nothing_else()
    {
        using var engine = new TestEngine(new() { Sessions = { CleanupWait = TimeSpan.FromSeconds(60) } });
        engine.Provider.IgnoresCancellation = true;
        await engine.StartCallAsync(Requests.In("s"));
        var waiting = await engine.StartAsync(Requests.In("s") with { Deadlines = new RequestedDeadlines(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), null, TimeSpan.FromSeconds(20)) });
        engine.Time.Advance(TimeSpan.FromSeconds(20) - Moment);
        waiting.HasEnded.ShouldBeFalse();
        engine.Time.Advance(Moment);

        CodeOf(waiting).ShouldBe(ErrorCode.TotalTimeout);
        foreach (var call in engine.Provider.Calls)
            call.Return();
    }

    /// <summary>It ends after exactly this long, with this error, and its provider learns of it.</summary>
    private async Task EndsAsync(Generation generation, ScriptedCall call, TimeSpan after, ErrorCode code)
    {
        _engine.Time.Advance(after - Moment);
        generation.HasEnded.ShouldBeFalse();
        _engine.Time.Advance(Moment);
        generation.HasEnded.ShouldBeTrue();
        CodeOf(generation).ShouldBe(code);
        await call.Cancelled.InTime();
        await generation.CleanedUp.InTime();
        _engine.Log.Lines.ShouldContain(line => line.Contains(code.Info().Name, StringComparison.Ordinal) && line.Contains(generation.Id, StringComparison.Ordinal));
    }

    private static ErrorCode CodeOf(Generation generation) => ((FailedDetail)generation.Log[generation.Log.LastSequence].Detail).Error.Code;
}
