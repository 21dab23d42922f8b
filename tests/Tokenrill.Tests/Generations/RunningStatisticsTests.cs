using Tokenrill.Generations;
using Tokenrill.Logs;
using Tokenrill.Tests.Logs;

namespace Tokenrill.Tests.Generations;

public sealed class RunningStatisticsTests : IDisposable
{
    private readonly LogFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Every_event_of_text_moves_every_figure()
    {
        Say("Hel", 500);
        Say("lo  wor", 250);
        Say("ld 🌍\n", 1250);
        End(500);

        Figures(1).ShouldBe((1, 3, 1, 500, 500));
        Figures(2).ShouldBe((2, 10, 2, 750, 250));
        Figures(3).ShouldBe((3, 15, 3, 2000, 1250));
        Figures(4).ShouldBe((3, 15, 3, 2500, 500));
        Measure(2).WordsPerSecond.ShouldBe(2 / 0.75);
        Measure(3).AverageChunkSize.ShouldBe(5);
    }

    [Fact]
    public void What_is_no_text_is_not_counted_and_takes_no_time_from_the_text_after_it()
    {
        _fixture.Time.Advance(TimeSpan.FromMilliseconds(100));
        _fixture.Writer.Reasoning("hm hm"u8);
        _fixture.Writer.ToolCall(new ToolCallDetail(0, "c", "t"), "{}"u8);
        Say("one", 100);

        Figures(2).ShouldBe((0, 0, 0, 0, 0));
        Figures(3).ShouldBe((1, 3, 1, 200, 200));
    }

    [Fact]
    public void Where_there_is_nothing_to_divide_by_there_is_nothing()
    {
        Say("at once", 0);

        Measure(0).AverageChunkSize.ShouldBe(0);
        Measure(1).WordsPerSecond.ShouldBe(0);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("  \t\r\n ", 0)]
    [InlineData("one", 1)]
    [InlineData(" one\ttwo\nthree ", 3)]
    [InlineData("a\u00A0b\u1680c\u2003d\u2028e\u202Ff\u205Fg\u3000h\u0085i", 9)]
    [InlineData("no\u200Bbreak\uFEFFhere\0either", 1)]
    [InlineData("👩‍👩‍👧 🌍", 2)]
    public void A_word_is_what_stands_between_white_space(string text, int words)
    {
        Say(text, 0);

        Measure(1).Words.ShouldBe(words);
    }

    [Fact]
    public void Telling_an_event_allocates_nothing()
    {
        Say("one two 🌍 ", 10);
        var statistics = Measure(1);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            statistics.Add(_fixture.Log[1]);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        statistics.Words.ShouldBe(3003);
    }

    private void Say(string text, int after)
    {
        _fixture.Time.Advance(TimeSpan.FromMilliseconds(after));
        _fixture.Say(text);
    }

    private void End(int after)
    {
        _fixture.Time.Advance(TimeSpan.FromMilliseconds(after));
        _fixture.End();
    }

    private RunningStatistics Measure(int last)
    {
        var statistics = new RunningStatistics();
        for (var sequence = 1; sequence <= last; sequence++)
            statistics.Add(_fixture.Log[sequence]);
        return statistics;
    }

    private (int Chunks, int Characters, int Words, double Elapsed, double Latency) Figures(int last)
    {
        var measured = Measure(last);
        return (measured.Chunks, measured.Characters, measured.Words, measured.Elapsed.TotalMilliseconds, measured.Latency.TotalMilliseconds);
    }
}
