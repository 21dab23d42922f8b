using Tokenrill.TestKit;

namespace Tokenrill.Tests.Generations;

public sealed class SlowReaderTests : IDisposable
{
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Readers_that_never_read_slow_nobody_down_and_cost_no_memory()
    {
        const int tokens = 100_000;
        var (generation, call) = await _engine.StartCallAsync();
        call.Accept();
        var sleepers = Enumerable.Range(0, 100).Select(_ => generation.Attach()).ToArray();
        using var reader = generation.Attach(generation.Log.LastSequence);
        var token = "word "u8.ToArray();
        call.Text(token);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1; i < tokens; i++)
        {
            call.Text(token);
            if (Take(reader) < 1)
                Assert.Fail("the reader that reads is behind");
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Take(reader);
        reader.Position.ShouldBe(generation.Log.LastSequence);
        sleepers.ShouldAllBe(sleeper => sleeper.Position == 0);
        generation.Log.MemoryBytes.ShouldBeLessThan(tokens * 64);
        // Arrays that double: all of them together are at most twice the last. Nothing else is allocated, not a byte for each token;
        // but with each collection meanwhile the runtime counts some 16 kB that this thread was given and had not used.
        allocated.ShouldBeLessThan((2 * generation.Log.MemoryBytes) + tokens);

        static int Take(Tokenrill.Logs.LogReader reader)
        {
            var count = 0;
            while (reader.TryRead(out _))
                count++;
            return count;
        }
    }
}
