using Tokenrill.AspNetCore.Framing;

namespace Tokenrill.AspNetCore.Tests.OpenAI;

public sealed class ProviderVerdictTests : IDisposable
{
    private static readonly TimeSpan Almost = TimeSpan.FromMilliseconds(950);

    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Headers_wait_one_second_for_a_silent_provider_and_no_longer()
    {
        var (generation, _) = await _engine.StartCallAsync();
        using var reader = generation.Attach();
        var verdict = ProviderVerdicts.WaitAsync(reader).AsTask();

        _engine.Time.Advance(Almost);
        verdict.IsCompleted.ShouldBeFalse();

        _engine.Time.Advance(TimeSpan.FromMilliseconds(100));
        (await verdict.InTime()).ShouldBe(ProviderVerdict.Open);
    }

    [Fact]
    public async Task Headers_leave_when_the_provider_accepts_and_no_event_is_lost()
    {
        var (generation, call) = await _engine.StartCallAsync();
        using var reader = generation.Attach();
        var verdict = ProviderVerdicts.WaitAsync(reader).AsTask();
        verdict.IsCompleted.ShouldBeFalse();

        call.Accept();

        (await verdict.InTime()).ShouldBe(ProviderVerdict.Open);
        reader.TryRead(out var next).ShouldBeTrue();
        next.Sequence.ShouldBe(2);
    }

    [Fact]
    public async Task A_provider_that_refuses_leaves_room_for_a_real_status()
    {
        var (generation, call) = await _engine.StartCallAsync();
        using var reader = generation.Attach();
        var verdict = ProviderVerdicts.WaitAsync(reader).AsTask();

        call.Usage(1, 0).Fail(ErrorCode.ProviderRejected);

        (await verdict.InTime()).ShouldBe(ProviderVerdict.Refused);
    }

    [Fact]
    public async Task A_fallback_is_no_verdict()
    {
        var first = new ScriptedProvider();
        var second = new ScriptedProvider();
        using var engine = new TestEngine(models: ModelCatalogs.Of(("first", first), ("second", second)));
        var generation = await engine.StartAsync();
        using var reader = generation.Attach();
        var verdict = ProviderVerdicts.WaitAsync(reader).AsTask();

        (await first.NextCallAsync()).Fail(ErrorCode.ProviderUnavailable);
        var call = await second.NextCallAsync();
        verdict.IsCompleted.ShouldBeFalse();

        call.Fail(ErrorCode.ProviderUnavailable);
        (await verdict.InTime()).ShouldBe(ProviderVerdict.Refused);
    }

    [Fact]
    public async Task A_client_that_leaves_ends_the_wait()
    {
        var (generation, _) = await _engine.StartCallAsync();
        using var reader = generation.Attach();
        var verdict = ProviderVerdicts.WaitAsync(reader).AsTask();

        reader.Cancel();

        (await verdict.InTime()).ShouldBe(ProviderVerdict.Abandoned);
    }

    [Fact]
    public async Task An_answer_without_a_word_is_no_refusal()
    {
        var (generation, call) = await _engine.StartCallAsync();
        using var reader = generation.Attach();
        var verdict = ProviderVerdicts.WaitAsync(reader).AsTask();

        call.Usage(3, 0).Finish();

        (await verdict.InTime()).ShouldBe(ProviderVerdict.Open);
    }
}
