using Tokenrill.TestKit;

namespace Tokenrill.Polling.Tests;

public sealed class ReadinessTests
{
    private readonly Readiness _readiness = new();

    [Fact]
    public void What_was_told_before_is_known_once()
    {
        _readiness.Tell();
        _readiness.Tell();

        WaitAsync().IsCompleted.ShouldBeTrue();
        WaitAsync().IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Who_waits_is_continued_by_who_tells()
    {
        var waiting = WaitAsync();
        waiting.IsCompleted.ShouldBeFalse();
        _readiness.IsAwaited.ShouldBeTrue();

        _readiness.Tell();

        waiting.IsCompleted.ShouldBeTrue();
        (await waiting).ShouldBe(Environment.CurrentManagedThreadId);
    }

    [Fact]
    public async Task No_word_is_lost_between_two_threads()
    {
        // Each side goes on only when it has heard the other: one lost word, and both stand still.
        const int rounds = 200_000;
        var back = new Readiness();
        var there = Task.Run(async () =>
        {
            for (var i = 0; i < rounds; i++)
            {
                await _readiness.WaitAsync();
                await Hop(i);
                back.Tell();
            }
        }, TestContext.Current.CancellationToken);
        var here = Task.Run(async () =>
        {
            for (var i = 0; i < rounds; i++)
            {
                _readiness.Tell();
                await back.WaitAsync();
                await Hop(i + 1);
            }
        }, TestContext.Current.CancellationToken);

        await Task.WhenAll(there, here).InTime();
    }

    // Without, one thread would continue the other's side on and on, and the two never race.
    private static async ValueTask Hop(int round)
    {
        if (round % 3 == 0)
            await Task.Yield();
    }

    private async Task<int> WaitAsync()
    {
        await _readiness.WaitAsync();
        return Environment.CurrentManagedThreadId;
    }
}
