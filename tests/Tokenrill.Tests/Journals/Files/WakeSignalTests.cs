using System.Diagnostics;
using Tokenrill.Journals.Files;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Journals.Files;

public sealed class WakeSignalTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan Long = TimeSpan.FromDays(1);

    [Fact]
    public void What_can_wait_gathers_first_each_time()
    {
        var wake = new WakeSignal(Moment);
        for (var time = 0; time < 2; time++)
        {
            var start = Stopwatch.GetTimestamp();

            wake.SetSoon();
            wake.Wait();

            Stopwatch.GetElapsedTime(start).ShouldBeGreaterThanOrEqualTo(Moment);
        }
    }

    [Fact]
    public void What_cannot_wait_takes_along_what_gathers()
    {
        var wake = new WakeSignal(Long);

        wake.SetSoon();
        wake.Set();

        Ends(Waiter(wake));
    }

    [Fact]
    public async Task Who_waits_already_hears_of_what_can_wait()
    {
        var wake = new WakeSignal(Moment);
        var waiter = Waiter(wake);
        await UntilItWaits(waiter);

        wake.SetSoon();

        Ends(waiter);
    }

    [Fact]
    public async Task Who_gathers_hears_of_what_cannot_wait()
    {
        var wake = new WakeSignal(Long);
        wake.SetSoon();
        var waiter = Waiter(wake);
        await UntilItWaits(waiter);

        wake.Set();

        Ends(waiter);
    }

    private static Thread Waiter(WakeSignal wake)
    {
        var waiter = new Thread(wake.Wait) { IsBackground = true };
        waiter.Start();
        return waiter;
    }

    private static void Ends(Thread waiter) => waiter.Join(Patience.Most).ShouldBeTrue();

    private static async Task UntilItWaits(Thread waiter)
    {
        while (!waiter.ThreadState.HasFlag(System.Threading.ThreadState.WaitSleepJoin))
            await Task.Yield();
    }
}
