using Tokenrill.Generations;
using Tokenrill.Options;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Generations;

public sealed class LimitTests
{
    [Fact]
    public async Task A_caller_may_have_so_many_active_and_no_more_and_another_caller_as_many()
    {
        using var engine = new TestEngine(new TokenrillOptions { Limits = { GenerationsPerKey = 2 } });
        var (first, _) = await engine.StartCallAsync();
        await engine.StartCallAsync();
        (await Should.ThrowAsync<TokenrillException>(() => engine.StartAsync())).Code.ShouldBe(ErrorCode.RateLimited);
        await engine.StartCallAsync(caller: new Caller("somebody else"));
        first.Stop();
        await first.CleanedUp.InTime();

        await engine.StartCallAsync();
        engine.Service.Active(TestEngine.Caller).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_refused_request_leaves_nothing_behind()
    {
        using var engine = new TestEngine(new TokenrillOptions { Limits = { GenerationsPerKey = 1 } });
        var (running, _) = await engine.StartCallAsync(Requests.In("s"));
        for (var i = 0; i < 5; i++)
            await Should.ThrowAsync<TokenrillException>(() => engine.StartAsync(Requests.In("other") with { IdempotencyKey = $"k{i}" }));
        running.Stop();
        await running.CleanedUp.InTime();

        engine.Residue.ShouldBe(0);
        engine.Service.IdempotencyKeyCount.ShouldBe(0);
        engine.Service.Swept.ShouldBe(0);
    }

    [Fact]
    public async Task The_output_limit_counts_text_reasoning_and_arguments_together()
    {
        using var engine = new TestEngine(new TokenrillOptions { Limits = { OutputBytes = 3000 } });
        var (generation, call) = await engine.StartCallAsync();
        call.Accept().Text(new string('t', 1000)).Reasoning(new string('r', 1000)).ToolCall(0, "c", "t", new string('a', 1000));
        generation.HasEnded.ShouldBeFalse();
        call.Text("!");

        generation.HasEnded.ShouldBeTrue();
        await call.Cancelled.InTime();
    }
}
