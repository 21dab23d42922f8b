using Tokenrill.Generations;
using Tokenrill.Options;

namespace Tokenrill.Tests.Generations;

public sealed class ReaderCountTests
{
    private const long Grace = 100;

    [Fact]
    public void The_last_to_leave_starts_the_grace_and_the_first_to_come_ends_it()
    {
        var readers = new ReaderCount(OnDisconnect.Cancel, Grace);
        readers.GraceEndsAt.ShouldBe(long.MaxValue);
        readers.Add();
        readers.Add();
        readers.Remove(now: 0).ShouldBeFalse();
        (readers.Count, readers.GraceEndsAt).ShouldBe((1, long.MaxValue));

        readers.Remove(now: 0).ShouldBeFalse();

        (readers.Count, readers.GraceEndsAt).ShouldBe((0, Grace));
        (readers.GraceIsOver(Grace - 1), readers.GraceIsOver(Grace)).ShouldBe((false, true));
        readers.Add();
        (readers.Count, readers.GraceEndsAt).ShouldBe((1, long.MaxValue));
    }

    [Theory]
    [InlineData(OnDisconnect.Cancel, true)]
    [InlineData(OnDisconnect.Continue, false)]
    public void Without_a_grace_the_last_to_leave_ends_it_if_that_is_the_policy(OnDisconnect policy, bool ends)
    {
        var readers = new ReaderCount(policy, grace: 0);
        readers.Add();

        readers.Remove(now: 5).ShouldBe(ends);

        readers.GraceIsOver(5).ShouldBe(ends);
    }

    [Fact]
    public void However_many_come_and_go_at_once_exactly_the_last_is_the_last()
    {
        const int threads = 4, rounds = 20_000;
        var readers = new ReaderCount(OnDisconnect.Cancel, grace: 0);
        // One who stays: nobody else is the last.
        readers.Add();
        var ends = 0;
        var coming = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            for (var round = 0; round < rounds; round++)
            {
                readers.Add();
                if (readers.Remove(now: 1))
                    Interlocked.Increment(ref ends);
            }
        })).ToList();
        coming.ForEach(static thread => thread.Start());
        coming.ForEach(static thread => thread.Join());

        (ends, readers.Count).ShouldBe((0, 1));
        readers.Remove(now: 2).ShouldBeTrue();
    }
}
