using Tokenrill.TestKit;
using Tokenrill.Time;

namespace Tokenrill.Tests.Time;

/// <summary>Timers that fire on one thread of their own, and otherwise as any do. On the machine's time, because that is what it is for: what is
/// waited for is that something happens, never how soon.</summary>
public sealed class SingleThreadTimeProviderTests
{
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    private readonly SingleThreadTimeProvider _time = new("ticking");

    [Fact]
    public async Task Every_timer_fires_on_the_same_thread()
    {
        var (one, other) = (NewSource<Thread>(), NewSource<Thread>());
        await using var first = Start(() => one.SetResult(Thread.CurrentThread), TimeSpan.Zero);
        await using var second = Start(() => other.SetResult(Thread.CurrentThread), TimeSpan.FromMilliseconds(1));

        var thread = await one.Task.InTime();
        thread.Name.ShouldBe("ticking");
        (await other.Task.InTime()).ShouldBe(thread);
    }

    [Fact]
    public async Task One_with_a_period_fires_again_and_again()
    {
        var fired = NewSource<bool>();
        var count = 0;
        await using var timer = Start(
            () =>
            {
                if (++count == 5)
                    fired.SetResult(true);
            },
            TimeSpan.Zero,
            TimeSpan.FromMilliseconds(1));

        await fired.Task.InTime();
    }

    [Fact]
    public async Task One_without_a_period_fires_once_and_again_when_it_is_armed_anew()
    {
        var fired = NewSource<bool>();
        var count = 0;
        await using var timer = Start(
            () =>
            {
                count++;
                fired.SetResult(true);
            },
            TimeSpan.Zero);
        await fired.Task.InTime();
        await PassAsync();
        count.ShouldBe(1);

        fired = NewSource<bool>();
        timer.Change(TimeSpan.Zero, Never).ShouldBeTrue();

        await fired.Task.InTime();
        count.ShouldBe(2);
    }

    [Fact]
    public async Task One_that_is_due_sooner_is_not_kept_waiting_by_one_that_is_due_later()
    {
        await using var later = Start(static () => { }, TimeSpan.FromHours(1));
        await PassAsync();
        await using var latest = Start(static () => { }, TimeSpan.FromHours(2));

        await PassAsync();
    }

    [Fact]
    public async Task One_that_is_disposed_of_in_time_does_not_fire()
    {
        var (held, release) = (NewSource<bool>(), new ManualResetEventSlim());
        await using var holding = Start(
            () =>
            {
                held.SetResult(true);
                release.Wait(TestContext.Current.CancellationToken);
            },
            TimeSpan.Zero);
        await held.Task.InTime();
        var fired = false;
        var timer = Start(() => fired = true, TimeSpan.Zero);
        await timer.DisposeAsync();

        release.Set();

        await PassAsync();
        fired.ShouldBeFalse();
        timer.Change(TimeSpan.Zero, Never).ShouldBeFalse();
        release.Dispose();
    }

    [Fact]
    public async Task Its_moment_can_be_moved_by_what_it_calls()
    {
        var (fired, left) = (NewSource<bool>(), 3);
        ITimer? timer = null;
        timer = _time.CreateTimer(
            _ =>
            {
                if (--left == 0)
                    fired.SetResult(true);
                else
                    timer!.Change(TimeSpan.Zero, Never);
            },
            null,
            Never,
            Never);
        timer.Change(TimeSpan.Zero, Never);

        await fired.Task.InTime();
        await timer.DisposeAsync();
    }

    [Fact]
    public async Task Tasks_wait_on_it()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(1), _time, TestContext.Current.CancellationToken).InTime();
        using var cancelling = new CancellationTokenSource();
        var delay = Task.Delay(TimeSpan.FromHours(1), _time, cancelling.Token);
        await cancelling.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => delay.InTime());
        _time.ArmedCount.ShouldBe(0);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(uint.MaxValue)]
    public void A_time_that_no_timer_can_keep_is_refused(long milliseconds)
    {
        var time = TimeSpan.FromMilliseconds(milliseconds);
        using var timer = Start(static () => { }, Never);

        Should.Throw<ArgumentOutOfRangeException>(() => timer.Change(time, Never)).ParamName.ShouldBe("dueTime");
        Should.Throw<ArgumentOutOfRangeException>(() => timer.Change(TimeSpan.Zero, time)).ParamName.ShouldBe("period");
        _time.ArmedCount.ShouldBe(0);
    }

    /// <summary>Whatever was due before has fired when this is over.</summary>
    private async Task PassAsync()
    {
        var passed = NewSource<bool>();
        await using var timer = Start(() => passed.SetResult(true), TimeSpan.Zero);
        await passed.Task.InTime();
    }

    private ITimer Start(Action action, TimeSpan dueTime, TimeSpan? period = null) => _time.CreateTimer(static action => ((Action)action!)(), action, dueTime, period ?? Never);

    private static TaskCompletionSource<T> NewSource<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
