using System.Diagnostics;
using Tokenrill.Journals.Files;

namespace Tokenrill.Tests.Journals.Files;

public sealed class WakeSignalTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(30);

    [Fact]
    public void What_can_wait_gathers_first_each_time()
    {
        var wake = new WakeSignal(Moment);
        for (var time = 0; time < 2; time++)
        {
            var start = Stopwatch.GetTimestamp();

            wake.SetSoon();
            wake.Wait();

            Assert.True(Stopwatch.GetElapsedTime(start) >= Moment);
        }
    }

    [Fact]
    public void What_cannot_wait_takes_along_what_gathers()
    {
        var wake = new WakeSignal(TimeSpan.FromDays(1));

        wake.SetSoon();
        wake.Set();
        wake.Wait();
        wake.Set();
        wake.Wait();
    }

    [Fact]
    public async Task Who_waits_already_hears_of_what_can_wait()
    {
        var wake = new WakeSignal(Moment);
        var waits = new Thread(wake.Wait) { IsBackground = true };
        waits.Start();
        await UntilItWaits(waits);

        wake.SetSoon();

        Assert.True(waits.Join(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task Who_gathers_hears_of_what_cannot_wait()
    {
        var wake = new WakeSignal(TimeSpan.FromDays(1));
        wake.SetSoon();
        var waits = new Thread(wake.Wait) { IsBackground = true };
        waits.Start();
        await UntilItWaits(waits);

        wake.Set();

        Assert.True(waits.Join(TimeSpan.FromMinutes(1)));
    }

    private static async Task UntilItWaits(Thread thread)
    {
        while (!thread.ThreadState.HasFlag(System.Threading.ThreadState.WaitSleepJoin))
            await Task.Yield();
    }
}
