using Tokenrill.TestKit;

namespace Tokenrill.Polling.Tests;

public sealed class PollerTests
{
    [Fact]
    public async Task Many_conversations_at_once_lose_nothing()
    {
        const int pairs = 100, rounds = 50;
        var talking = Enumerable.Range(0, pairs).Select(async seed =>
        {
            using var pair = await Pair.OpenAsync(Poller.Shared);
            var echoing = EchoAsync(pair.Polled);
            for (var round = 0; round < rounds; round++)
            {
                var said = new byte[1 + ((seed * 31 + round * 7) % 3000)];
                Array.Fill(said, (byte)(seed + round));
                await pair.Other.SendAsync(said, TestContext.Current.CancellationToken);
                await HearAsync(pair, said);
            }
            pair.Other.Dispose();
            await echoing;
        });

        await Task.WhenAll(talking).InTime();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_who_blocks_a_thread_holds_up_nobody_else(bool afterLongSilence)
    {
        var poller = new Poller(threads: 2, guardPeriod: TimeSpan.FromMilliseconds(1));
        using var blocking = await Pair.OpenAsync(poller);
        using var other = await Pair.OpenAsync(poller);
        using var release = new ManualResetEventSlim();
        var blocked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = HoldAsync(blocking.Polled, blocked, release);
        if (afterLongSilence)
            SpinWait.SpinUntil(() => poller.IsUnguarded, Patience.Most).ShouldBeTrue();
        blocking.Say("x"u8);
        await blocked.Task.InTime();

        try
        {
            var hearing = other.HearAsync();
            other.Say("hello"u8);

            (await hearing).ShouldBe("hello"u8.ToArray());
        }
        finally
        {
            release.Set();
        }
        await held.InTime();
    }

    [Fact]
    public async Task A_socket_that_is_disposed_of_is_not_watched_any_more()
    {
        var poller = new Poller(threads: 2);
        var pair = await Pair.OpenAsync(poller);
        poller.Count.ShouldBe(1);

        pair.Dispose();

        poller.Count.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_put_off_is_done_when_the_thread_has_nothing_else_to_do()
    {
        using var pair = await Pair.OpenAsync(new Poller(threads: 2));
        var done = new Deed();
        var putOff = PutOffAsync(pair.Polled, done);

        pair.Say("x"u8);

        // Not while what put it off still ran.
        (await putOff.InTime()).ShouldBe((true, false));
        await done.IsDone.InTime();
    }

    [Fact]
    public async Task Nothing_can_be_put_off_on_a_thread_that_does_not_poll() =>
        (await Task.Run(static () => Poller.TryDefer(new Deed(), 0), TestContext.Current.CancellationToken)).ShouldBeFalse();

    private static async Task EchoAsync(PolledSocket socket)
    {
        var bytes = new byte[1024];
        while (true)
        {
            await socket.WaitReadableAsync();
            if (!socket.TryReceive(bytes, out var count))
                continue;
            if (count == 0)
                return;
            for (var left = bytes.AsMemory(0, count); !left.IsEmpty;)
                left = left[await socket.SendAsync(left)..];
        }
    }

    private static async Task HearAsync(Pair pair, byte[] expected)
    {
        var heard = new byte[expected.Length];
        for (var count = 0; count < heard.Length;)
            count += await pair.Other.ReceiveAsync(heard.AsMemory(count), TestContext.Current.CancellationToken);
        heard.AsSpan().SequenceEqual(expected).ShouldBeTrue();
    }

    private static async Task HoldAsync(PolledSocket socket, TaskCompletionSource blocked, ManualResetEventSlim release)
    {
        await socket.WaitReadableAsync();
        blocked.SetResult();
        release.Wait(TestContext.Current.CancellationToken);
    }

    private static async Task<(bool IsPutOff, bool IsDone)> PutOffAsync(PolledSocket socket, Deed deed)
    {
        await socket.WaitReadableAsync();
        return (Poller.TryDefer(deed, 0), deed.IsDone.IsCompleted);
    }

    private sealed class Deed : IDeferred
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task IsDone => _done.Task;

        public void Do(int turn) => _done.SetResult();
    }
}
