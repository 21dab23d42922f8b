using Tokenrill.Generations;
using Tokenrill.Logs;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Generations;

public sealed class FailoverTests : IDisposable
{
    private readonly ScriptedProvider _first = new();
    private readonly ScriptedProvider _second = new();
    private readonly TestEngine _engine;

    public FailoverTests() => _engine = new TestEngine(models: ModelCatalogs.Of(("one", _first), ("two", _second)));

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData(ErrorCode.ProviderUnavailable)]
    [InlineData(ErrorCode.ProviderRejected)]
    [InlineData(ErrorCode.ProviderRateLimited)]
    public async Task A_refusal_before_acceptance_goes_to_the_next_model_and_says_so(ErrorCode code)
    {
        var generation = await _engine.StartAsync();
        generation.Model.ShouldBe("one/model");
        var refused = await _first.NextCallAsync();
        refused.Fail(code, "quota of account 7");
        var call = await _second.NextCallAsync();
        generation.Model.ShouldBe("two/model");
        refused.Text("stale");
        call.Accept().Text("Hi").Finish();
        await generation.CleanedUp.InTime();

        SeenEvent.All(generation.Log).Select(seen => (seen.Kind, seen.Text)).ShouldBe(
        [
            (EventKind.Started, ""), (EventKind.Status, ""), (EventKind.Status, ""), (EventKind.Text, "Hi"), (EventKind.Completed, ""),
        ]);
        generation.Log[2].Detail.ShouldBe(new StatusDetail("switched", "two/model"));
        generation.Log[3].Detail.ShouldBe(StatusDetail.Thinking);
        call.Request.Model.ShouldBe("model");
        (await _engine.Log.LineAsync("could not use one/model")).ShouldContain("quota of account 7");
    }

    [Theory]
    [InlineData(ErrorCode.ContextLengthExceeded)]
    [InlineData(ErrorCode.ContentFiltered)]
    [InlineData(ErrorCode.ProviderProtocol)]
    [InlineData(ErrorCode.Internal)]
    public async Task A_fault_that_another_model_would_share_ends_it(ErrorCode code)
    {
        var generation = await _engine.StartAsync();
        (await _first.NextCallAsync()).Fail(code);
        await generation.CleanedUp.InTime();

        Last(generation).Error.Code.ShouldBe(code);
        _second.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task After_acceptance_no_other_model_is_asked()
    {
        var generation = await _engine.StartAsync();
        (await _first.NextCallAsync()).Accept().Fail(ErrorCode.ProviderUnavailable);
        await generation.CleanedUp.InTime();

        Last(generation).Error.Code.ShouldBe(ErrorCode.ProviderUnavailable);
        _second.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_provider_that_has_sent_text_has_accepted_even_if_it_did_not_say_so()
    {
        var generation = await _engine.StartAsync();
        (await _first.NextCallAsync()).Connect().Text("Once").Fail(ErrorCode.ProviderUnavailable);
        await generation.CleanedUp.InTime();

        Last(generation).Error.Code.ShouldBe(ErrorCode.ProviderUnavailable);
        _second.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_last_model_in_the_list_has_the_last_word()
    {
        var generation = await _engine.StartAsync();
        (await _first.NextCallAsync()).Fail(ErrorCode.ProviderUnavailable, "first secret");
        (await _second.NextCallAsync()).Fail(ErrorCode.ProviderRateLimited, "second secret", TimeSpan.FromSeconds(7));
        await generation.CleanedUp.InTime();

        var error = Last(generation).Error;
        error.Code.ShouldBe(ErrorCode.ProviderRateLimited);
        error.RetryAfter.ShouldBe(TimeSpan.FromSeconds(7));
        error.Message.ShouldBe(ErrorCode.ProviderRateLimited.Info().Message);
        (await _engine.Log.LineAsync(error.Id)).ShouldContain("second secret");
    }

    [Fact]
    public async Task A_stopped_generation_is_not_taken_elsewhere()
    {
        var generation = await _engine.StartAsync();
        var call = await _first.NextCallAsync();
        generation.Stop();
        call.Fail(ErrorCode.ProviderUnavailable);
        await generation.CleanedUp.InTime();

        generation.Status.ShouldBe(GenerationStatus.Cancelled);
        _second.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_model_asked_has_its_own_connect_deadline()
    {
        var generation = await _engine.StartAsync();
        _engine.Time.Advance(TimeSpan.FromSeconds(9));
        (await _first.NextCallAsync()).Fail(ErrorCode.ProviderUnavailable);
        await _second.NextCallAsync();
        _engine.Time.Advance(TimeSpan.FromSeconds(9));
        generation.HasEnded.ShouldBeFalse();
        _engine.Time.Advance(TimeSpan.FromSeconds(1));

        Last(generation).Error.Code.ShouldBe(ErrorCode.ConnectTimeout);
    }

    [Fact]
    public async Task A_model_that_does_not_support_the_request_is_passed_over()
    {
        _first.Support = static _ => throw TokenrillException.Invalid("tools", "cannot be had");
        var generation = await _engine.StartAsync();
        generation.Model.ShouldBe("two/model");
        (await _second.NextCallAsync()).Accept().Finish();

        _second.Support = _first.Support;
        var refusal = await Should.ThrowAsync<TokenrillException>(() => _engine.StartAsync());
        refusal.Field.ShouldBe("tools");
    }

    private static FailedDetail Last(Generation generation) => (FailedDetail)generation.Log[generation.Log.LastSequence].Detail;
}
