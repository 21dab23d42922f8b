using Tokenrill.Generations;
using Tokenrill.Logs;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Generations;

public sealed class StatisticsTests : IDisposable
{
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task They_measure_what_the_log_holds()
    {
        var statistics = await MeasureAsync(call =>
        {
            _engine.Time.Advance(TimeSpan.FromMilliseconds(200));
            call.Accept().Text("Grüße 🌍");
            for (var i = 0; i < 4; i++)
            {
                _engine.Time.Advance(TimeSpan.FromMilliseconds(250));
                call.Text("x");
            }
            _engine.Time.Advance(TimeSpan.FromMilliseconds(300));
        });

        statistics.ShouldBe(new GenerationStatistics(TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(1500), 4, 11, 5));
    }

    [Fact]
    public async Task The_providers_count_of_tokens_is_better_than_the_number_of_events()
    {
        var statistics = await MeasureAsync(call =>
        {
            call.Accept().Text("a");
            _engine.Time.Advance(TimeSpan.FromSeconds(2));
            call.Text("b").Usage(5, 21);
        });

        statistics.TokensPerSecond.ShouldBe(10);
    }

    [Fact]
    public async Task Without_output_there_is_nothing_to_divide_by()
    {
        var statistics = await MeasureAsync(call => call.Accept());

        statistics.FirstToken.ShouldBeNull();
        statistics.TokensPerSecond.ShouldBeNull();
        statistics.Characters.ShouldBe(0);
        statistics.Chunks.ShouldBe(0);
    }

    [Fact]
    public async Task Tokens_that_come_all_at_once_have_no_rate()
    {
        var statistics = await MeasureAsync(call => call.Accept().Text("a").Text("b"));

        statistics.TokensPerSecond.ShouldBeNull();
        statistics.Chunks.ShouldBe(2);
    }

    [Fact]
    public async Task A_failure_has_them_too()
    {
        var (generation, call) = await _engine.StartCallAsync();
        call.Accept().Text("Half").Fail(ErrorCode.ProviderDisconnected);
        await generation.CleanedUp.InTime();

        ((FailedDetail)generation.Log[generation.Log.LastSequence].Detail).Statistics.Characters.ShouldBe(4);
    }

    private async Task<GenerationStatistics> MeasureAsync(Action<ScriptedCall> script)
    {
        var (generation, call) = await _engine.StartCallAsync();
        script(call);
        call.Finish();
        await generation.CleanedUp.InTime();
        return ((CompletedDetail)generation.Log[generation.Log.LastSequence].Detail).Statistics;
    }
}
