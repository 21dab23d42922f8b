using Tokenrill.Generations;
using Tokenrill.Logs;
using Tokenrill.Options;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Generations;

public sealed class ReaderPolicyTests : IDisposable
{
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task By_default_losing_every_reader_changes_nothing()
    {
        var (generation, call) = await _engine.StartCallAsync();
        call.Accept();
        generation.Attach().Dispose();
        _engine.Time.Advance(TimeSpan.FromSeconds(60));

        generation.HasEnded.ShouldBeFalse();
    }

    [Fact]
    public async Task With_cancel_the_last_reader_may_come_back_within_the_grace_period()
    {
        var (generation, call) = await StartAsync(grace: null);
        var reader = generation.Attach();
        reader.Dispose();
        _engine.Time.Advance(TimeSpan.FromSeconds(9.9));
        generation.HasEnded.ShouldBeFalse();
        var back = generation.Attach();
        _engine.Time.Advance(TimeSpan.FromSeconds(60));
        generation.HasEnded.ShouldBeFalse();

        back.Dispose();
        _engine.Time.Advance(TimeSpan.FromSeconds(9.9));
        generation.HasEnded.ShouldBeFalse();
        _engine.Time.Advance(TimeSpan.FromSeconds(0.1));
        generation.Log[generation.Log.LastSequence].Detail.ShouldBe(CancelledDetail.Disconnect);
        await call.Cancelled.InTime();
    }

    [Fact]
    public async Task Without_grace_the_last_reader_takes_it_along_at_once()
    {
        var (generation, call) = await StartAsync(TimeSpan.Zero);
        var one = generation.Attach();
        var other = generation.Attach();
        one.Dispose();
        one.Dispose();
        generation.HasEnded.ShouldBeFalse();
        generation.Readers.ShouldBe(1);

        other.Dispose();
        generation.Log[generation.Log.LastSequence].Detail.ShouldBe(CancelledDetail.Disconnect);
        await call.Cancelled.InTime();
    }

    [Fact]
    public async Task One_that_never_had_a_reader_has_lost_none()
    {
        var (generation, _) = await StartAsync(TimeSpan.Zero);
        _engine.Time.Advance(TimeSpan.FromSeconds(9));

        generation.HasEnded.ShouldBeFalse();
    }

    [Fact]
    public async Task A_reader_cannot_attach_behind_what_there_is()
    {
        var (generation, _) = await _engine.StartCallAsync();

        Should.Throw<TokenrillException>(() => generation.Attach(-1)).Code.ShouldBe(ErrorCode.InvalidRequest);
        Should.Throw<TokenrillException>(() => generation.Attach(generation.Log.LastSequence + 1)).Code.ShouldBe(ErrorCode.NotFound);
        generation.Readers.ShouldBe(0);
    }

    private async Task<(Generation Generation, ScriptedCall Call)> StartAsync(TimeSpan? grace)
    {
        var (generation, call) = await _engine.StartCallAsync(Requests.Prompt() with { OnDisconnect = OnDisconnect.Cancel, Grace = grace });
        call.Accept();
        return (generation, call);
    }
}
