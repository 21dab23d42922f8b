using Tokenrill.Logs;
using Tokenrill.TestKit;
using Tokenrill.Time;

namespace Tokenrill.Tests.Logs;

public sealed class LogReaderTests : IDisposable
{
    private readonly LogFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_reader_that_attaches_late_gets_every_event_once()
    {
        _fixture.Say("a");
        _fixture.Say("b");
        using var reader = _fixture.Read();
        var reading = SeenEvent.FollowAsync(reader);
        _fixture.Say("c");
        _fixture.End();

        (await reading.InTime()).Select(seen => (seen.Sequence, seen.Text)).ShouldBe([(1, "a"), (2, "b"), (3, "c"), (4, "")]);
    }

    [Fact]
    public async Task A_reader_begins_behind_its_offset()
    {
        _fixture.Say("a");
        _fixture.Say("b");
        _fixture.Say("c");
        _fixture.End();
        using var reader = _fixture.Read(after: 2);

        (await SeenEvent.FollowAsync(reader).InTime()).Select(seen => seen.Sequence).ShouldBe([3, 4]);
    }

    [Fact]
    public void A_waiting_reader_is_woken_by_what_is_published_and_by_nothing_less()
    {
        using var reader = _fixture.Read();
        var waiting = reader.WaitAsync().AsTask();
        _fixture.Writer.Text("unpublished"u8);
        waiting.IsCompleted.ShouldBeFalse();

        _fixture.Log.Publish();
        waiting.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task Many_readers_do_not_hold_up_the_thread_that_writes()
    {
        // What each of them does takes until the writer is back: were it to do more than a few of them, it never would be.
        const int readers = 500;
        using var isBack = new ManualResetEventSlim();
        var here = 0;
        var writing = Environment.CurrentManagedThreadId;
        var all = Enumerable.Range(0, readers).Select(_ => _fixture.Read()).ToArray();
        var woken = all.Select(WakeAsync).ToArray();
        _fixture.Say("a");
        isBack.Set();

        await Task.WhenAll(woken).InTime();
        here.ShouldBe(LogWaiters.HereMost);
        foreach (var reader in all)
            reader.Dispose();

        async Task WakeAsync(LogReader reader)
        {
            await reader.WaitAsync().ConfigureAwait(false);
            if (Environment.CurrentManagedThreadId == writing && !isBack.IsSet)
                here++;
            else
                isBack.Wait(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public void A_reader_that_is_behind_does_not_wait()
    {
        _fixture.Say("a");
        using var reader = _fixture.Read();

        reader.WaitAsync().AsTask().IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public void Every_wait_of_one_reader_is_woken()
    {
        using var reader = _fixture.Read();
        for (var i = 0; i < 100; i++)
        {
            var waiting = reader.WaitAsync().AsTask();
            waiting.IsCompleted.ShouldBeFalse();
            _fixture.Say("x");
            waiting.IsCompletedSuccessfully.ShouldBeTrue();
            reader.TryRead(out _).ShouldBeTrue();
        }
    }

    [Fact]
    public void Cancelling_wakes_a_reader_for_good()
    {
        using var reader = _fixture.Read();
        var waiting = reader.WaitAsync().AsTask();
        reader.Cancel();

        waiting.IsCompletedSuccessfully.ShouldBeTrue();
        reader.IsCancelled.ShouldBeTrue();
        reader.WaitAsync().AsTask().IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public void A_reader_is_woken_when_its_time_comes_and_waits_again_when_it_asks_for_more_time()
    {
        using var reader = _fixture.Read();
        reader.WakeIn(TimeSpan.FromSeconds(15));
        var waiting = reader.WaitAsync().AsTask();
        _fixture.Time.Advance(TimeSpan.FromSeconds(15) - Sweep.Period);
        waiting.IsCompleted.ShouldBeFalse();
        reader.IsDue.ShouldBeFalse();

        _fixture.Time.Advance(Sweep.Period);
        waiting.IsCompletedSuccessfully.ShouldBeTrue();
        reader.IsDue.ShouldBeTrue();

        reader.WakeIn(TimeSpan.FromSeconds(15));
        reader.WaitAsync().AsTask().IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void A_wish_to_be_woken_can_be_taken_back()
    {
        using var reader = _fixture.Read();
        reader.WakeIn(TimeSpan.FromSeconds(1));
        reader.WakeIn(Timeout.InfiniteTimeSpan);
        var waiting = reader.WaitAsync().AsTask();
        _fixture.Time.Advance(TimeSpan.FromMinutes(5));

        waiting.IsCompleted.ShouldBeFalse();
        reader.IsDue.ShouldBeFalse();
    }

    [Fact]
    public void A_reader_woken_by_time_is_still_woken_by_the_next_event()
    {
        using var reader = _fixture.Read();
        reader.WakeIn(TimeSpan.FromSeconds(1));
        var first = reader.WaitAsync().AsTask();
        _fixture.Time.Advance(TimeSpan.FromSeconds(1));
        first.IsCompletedSuccessfully.ShouldBeTrue();
        reader.WakeIn(Timeout.InfiniteTimeSpan);
        var second = reader.WaitAsync().AsTask();
        second.IsCompleted.ShouldBeFalse();

        _fixture.Say("x");
        second.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public void Waiting_and_being_woken_allocates_nothing()
    {
        using var reader = _fixture.Read();
        var rounds = 0;
        _ = FollowAsync();
        Wake(100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Wake(10_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        rounds.ShouldBe(10_100);
        allocated.ShouldBe(0);

        async Task FollowAsync()
        {
            while (true)
            {
                await reader.WaitAsync().ConfigureAwait(false);
                rounds++;
            }
        }

        void Wake(int times)
        {
            for (var i = 0; i < times; i++)
                _fixture.Log.WakeAll();
        }
    }

    [Fact]
    public void A_reader_tells_that_it_left_once_and_is_swept_no_more()
    {
        var left = 0;
        var reader = new LogReader(_fixture.Log, 0, _fixture.Clock, _fixture.Sweep, () => left++);
        _fixture.Sweep.Count.ShouldBe(1);
        reader.Dispose();
        reader.Dispose();

        left.ShouldBe(1);
        _fixture.Sweep.Count.ShouldBe(0);
    }
}
