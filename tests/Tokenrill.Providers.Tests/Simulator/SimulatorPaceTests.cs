using Tokenrill.Providers.Simulator;
using Tokenrill.TestKit;

namespace Tokenrill.Providers.Tests.Simulator;

public sealed class SimulatorPaceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Late_timers_do_not_add_up_over_an_answer()
    {
        var late = TimeSpan.FromMilliseconds(7);
        var sink = await RunAsync("tokens=200 rate=50", late: late);
        sink.TokenTimes.Count.ShouldBe(200);
        for (var token = 0; token < 200; token++)
        {
            sink.TokenTimes[token].ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(20 * token));
            sink.TokenTimes[token].ShouldBeLessThanOrEqualTo(TimeSpan.FromMilliseconds(20 * token) + late);
        }
    }

    [Fact]
    public async Task Connecting_and_the_first_token_take_as_long_as_the_prompt_says()
    {
        var sink = await RunAsync("connect=150 ttft=300 tokens=3 rate=10");
        sink.ConnectedAt.ShouldBe(TimeSpan.FromMilliseconds(150));
        sink.TokenTimes.ShouldBe([TimeSpan.FromMilliseconds(450), TimeSpan.FromMilliseconds(550), TimeSpan.FromMilliseconds(650)]);
    }

    [Fact]
    public async Task Slow_start_takes_two_seconds_to_its_first_token() =>
        (await RunAsync("Hello", "slow-start")).TokenTimes[0].ShouldBe(TimeSpan.FromSeconds(2));

    [Fact]
    public async Task Fast_waits_for_nothing() =>
        (await RunAsync("tokens=5000", "fast")).TokenTimes[^1].ShouldBe(TimeSpan.Zero);

    [Fact]
    public async Task Every_token_is_flushed_before_the_next_one_is_waited_for()
    {
        var sink = await RunAsync("tokens=3");
        sink.Calls.ShouldBe(["connected", "accepted", "flush", "text", "flush", "text", "flush", "text", "flush", "usage", "finish"]);
    }

    [Fact]
    public async Task An_answer_that_never_waits_does_not_keep_its_starter_waiting()
    {
        using var started = new ManualResetEventSlim();
        var wasStartedFirst = false;
        var sink = new RecordingSink { OnConnected = () => wasStartedFirst = started.Wait(Patience.Most, Cancellation) };
        var run = new SimulatorProvider().StreamAsync(Requests.Prompt(model: "fast").Ask, sink, Cancellation);
        started.Set();
        await run.InTime();
        wasStartedFirst.ShouldBeTrue();
    }

    [Theory]
    [InlineData("connect=3600000")]
    [InlineData("ttft=3600000")]
    public async Task A_stop_ends_a_wait(string prompt)
    {
        var time = new FakeTime();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var run = new SimulatorProvider(time).StreamAsync(Requests.Prompt(prompt, "steady").Ask, new RecordingSink(), stop.Token);
        await time.Armed(TimeSpan.FromHours(1)).InTime();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(run.InTime());
    }

    [Theory]
    [InlineData("fast", "tokens=1000000")]
    [InlineData("stall", "rate=0 stall=0")]
    public async Task A_stop_that_finds_no_wait_ends_it_all_the_same(string model, string prompt)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var sink = new RecordingSink { OnConnected = stop.Cancel };
        var run = new SimulatorProvider(new FakeTime()).StreamAsync(Requests.Prompt(prompt, model).Ask, sink, stop.Token);
        await Should.ThrowAsync<OperationCanceledException>(run.InTime());
        sink.TokenTimes.Count.ShouldBeLessThan(1000);
    }

    [Fact]
    public async Task A_stop_just_before_a_wait_is_not_missed()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var time = new StoppingTime();
        using var pace = new Pace(time, stop.Token);
        time.OnLook = stop.Cancel;
        await Should.ThrowAsync<OperationCanceledException>(pace.WaitUntilAsync(TimeSpan.FromHours(1)).InTime());
    }

    private static async Task<RecordingSink> RunAsync(string prompt, string model = "steady", TimeSpan late = default)
    {
        var time = new JumpingTime(late);
        var sink = new RecordingSink(time);
        await new SimulatorProvider(time).StreamAsync(Requests.Prompt(prompt, model).Ask, sink, Cancellation).InTime();
        return sink;
    }

    /// <summary>Time that somebody looks at exactly when the stop comes.</summary>
    private sealed class StoppingTime : TimeProvider
    {
        public Action? OnLook { get; set; }

        public override long GetTimestamp()
        {
            OnLook?.Invoke();
            return 0;
        }
    }
}
