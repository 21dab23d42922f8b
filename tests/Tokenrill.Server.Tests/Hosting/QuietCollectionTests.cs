using Tokenrill.Server.Hosting;
using Tokenrill.TestKit;

namespace Tokenrill.Server.Tests.Hosting;

public sealed class QuietCollectionTests : IDisposable
{
    private readonly FakeTime _time = new();
    private readonly FakeHeap _heap = new();
    private readonly QuietCollection _collection;
    private int _active;

    public QuietCollectionTests() => _collection = new QuietCollection(() => _active, _heap, _time);

    public void Dispose() => _collection.Dispose();

    [Fact]
    public void Garbage_goes_while_hardly_anybody_waits()
    {
        _active = QuietCollection.MostActive;
        _heap.AllocatedBytes = QuietCollection.LeastGarbage;

        _time.Advance(QuietCollection.Period);
        _heap.Collections.ShouldBe(1);

        _time.Advance(2 * QuietCollection.Period);
        _heap.Collections.ShouldBe(1, "there is none left");
    }

    [Fact]
    public void It_stays_while_many_wait_and_goes_once_they_do_not()
    {
        _active = QuietCollection.MostActive + 1;
        _heap.AllocatedBytes = QuietCollection.LeastGarbage;

        _time.Advance(QuietCollection.Period);
        _heap.Collections.ShouldBe(0);

        _active = 0;
        _time.Advance(QuietCollection.Period);
        _heap.Collections.ShouldBe(1);
    }

    [Fact]
    public void A_little_of_it_is_not_worth_stopping_for()
    {
        _heap.AllocatedBytes = QuietCollection.LeastGarbage - 1;

        _time.Advance(QuietCollection.Period);

        _heap.Collections.ShouldBe(0);
    }

    [Fact]
    public void What_the_runtime_has_collected_itself_does_not_count()
    {
        _heap.AllocatedBytes = QuietCollection.LeastGarbage;
        _heap.Collect();
        _time.Advance(QuietCollection.Period);
        _heap.AllocatedBytes += QuietCollection.LeastGarbage - 1;
        _time.Advance(QuietCollection.Period);
        _heap.Collections.ShouldBe(1, "its own");

        _heap.AllocatedBytes++;
        _time.Advance(QuietCollection.Period);
        _heap.Collections.ShouldBe(2);
    }

    [Fact]
    public void The_runtimes_heap_is_collected()
    {
        var heap = new YoungHeap();
        var before = heap.Collections;

        heap.Collect();

        heap.Collections.ShouldBeGreaterThan(before);
        heap.AllocatedBytes.ShouldBePositive();
    }

    private sealed class FakeHeap : IYoungHeap
    {
        public long AllocatedBytes { get; set; }

        public int Collections { get; private set; }

        public void Collect() => Collections++;
    }
}
