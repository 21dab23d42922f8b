using System.Diagnostics;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Logs;

public sealed class LogReaderStressTests
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Many_writers_and_readers_on_all_cores_see_the_dense_sequence()
    {
        var fixtures = Enumerable.Range(0, 6).Select(_ => new LogFixture(TimeProvider.System)).ToArray();
        // Half of the readers go on at the writer's thread, as they do in life; the other half race with it.
        var reading = fixtures.SelectMany(fixture => Enumerable.Range(0, 4).Select(i => FollowAsync(fixture, hops: i % 2 == 0))).ToArray();
        var writing = fixtures.Select((fixture, i) => Task.Run(() => Write(fixture, i + 1), TestContext.Current.CancellationToken)).ToArray();

        await Task.WhenAll(writing).InTime();
        var seen = await Task.WhenAll(reading).InTime();

        for (var i = 0; i < seen.Length; i++)
            seen[i].ShouldBe(fixtures[i / 4].Log.LastSequence);
        Array.ForEach(fixtures, fixture => fixture.Dispose());
    }

    [Fact]
    public async Task No_wake_up_is_lost_when_every_event_waits_for_every_reader()
    {
        const int readers = 4;
        using var fixture = new LogFixture(TimeProvider.System);
        using var read = new SemaphoreSlim(0);
        var reading = Enumerable.Range(0, readers).Select(i => FollowAsync(fixture, hops: i % 2 == 0, read)).ToArray();
        var events = 0;
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Length)
        {
            fixture.Say("x");
            events++;
            // A reader that missed this event is not saved by the next one, for there is none before it has read.
            for (var i = 0; i < readers; i++)
                (await read.WaitAsync(Patience.Most, TestContext.Current.CancellationToken)).ShouldBeTrue("a reader was not woken");
        }
        fixture.End();

        (await Task.WhenAll(reading).InTime()).ShouldAllBe(count => count == events + 1);
    }

    private static void Write(LogFixture fixture, int batch)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 1; clock.Elapsed < Length; i++)
        {
            fixture.Writer.Text("x"u8);
            if (i % batch == 0)
                fixture.Log.Publish();
            if (i % 64 == 0)
                Thread.Yield();
        }
        fixture.End();
    }

    /// <summary>How many events came, in order and without a gap.</summary>
    private static async Task<int> FollowAsync(LogFixture fixture, bool hops, SemaphoreSlim? read = null)
    {
        using var reader = fixture.Read();
        var count = 0;
        while (!reader.IsAtEnd)
        {
            while (reader.TryRead(out var next))
            {
                if (next.Sequence != ++count)
                    throw new InvalidOperationException($"event {next.Sequence} came as number {count}");
                read?.Release();
            }
            if (reader.IsAtEnd)
                break;
            await reader.WaitAsync();
            if (hops)
                await Task.Yield();
        }
        return count;
    }
}
