using System.Text;
using Tokenrill.Logs;
using Tokenrill.Models;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Logs;

public sealed class GenerationLogTests : IDisposable
{
    private readonly LogFixture _fixture = new();

    private GenerationLog Log => _fixture.Log;

    private LogWriter Writer => _fixture.Writer;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void What_is_appended_is_read_in_order_with_dense_numbers()
    {
        Writer.Detail(EventKind.Status, StatusDetail.Thinking);
        Writer.Reasoning("because"u8);
        Writer.Text("Hel"u8);
        Writer.Text("lo"u8);
        Log.Publish();

        SeenEvent.All(Log).Select(seen => (seen.Sequence, seen.Kind, seen.Text)).ShouldBe(
        [
            (1, EventKind.Status, ""), (2, EventKind.Reasoning, "because"), (3, EventKind.Text, "Hel"), (4, EventKind.Text, "lo"),
        ]);
    }

    [Fact]
    public void What_is_not_published_is_not_seen()
    {
        Writer.Text("a"u8);
        Log.Publish();
        Writer.Text("b"u8);

        Log.LastSequence.ShouldBe(1);
        Log.LastAppended.ShouldBe(2);
        Encoding.UTF8.GetString(Log.Text).ShouldBe("a");
    }

    [Fact]
    public void Publishing_up_to_an_event_shows_no_more_and_never_goes_back()
    {
        for (var i = 0; i < 5; i++)
            Writer.Text("x"u8);
        Log.Publish(3);
        Log.LastSequence.ShouldBe(3);
        Log.Publish(2);
        Log.LastSequence.ShouldBe(3);
        Log.Publish(99);
        Log.LastSequence.ShouldBe(5);
    }

    [Fact]
    public void The_text_up_to_an_event_is_a_prefix_whatever_stands_between()
    {
        Writer.Text("Grüß "u8);
        Writer.Reasoning("hm"u8);
        Writer.Detail(EventKind.Status, StatusDetail.Thinking);
        Writer.Text("dich 🌍"u8);
        Log.Publish();

        TextAt(1).ShouldBe("Grüß ");
        TextAt(2).ShouldBe("Grüß ");
        TextAt(3).ShouldBe("Grüß ");
        TextAt(4).ShouldBe("Grüß dich 🌍");
        Encoding.UTF8.GetString(Log.ReasoningText).ShouldBe("hm");
        string TextAt(int sequence) => Encoding.UTF8.GetString(Log[sequence].TextSoFar);
    }

    [Fact]
    public void Details_come_back_as_they_went_in()
    {
        var usage = new UsageDetail(new TokenUsage(3, 5, 1));
        Writer.Detail(EventKind.Status, new StatusDetail("switched", "a/b"));
        var place = Writer.ToolCall(new ToolCallDetail(0, "call_1", "search"), "{\"q\":"u8);
        Writer.ToolCallFragment(place, "1}"u8).ShouldBeTrue();
        Log.Seal(EventKind.Superseded, () => new SupersededDetail("gen_2"), usage).ShouldBeTrue();
        Log.Publish();

        SeenEvent.All(Log).Select(seen => (seen.Kind, seen.Text, seen.Detail)).ShouldBe(
        [
            (EventKind.Status, "", new StatusDetail("switched", "a/b")),
            (EventKind.ToolCall, "{\"q\":", new ToolCallDetail(0, "call_1", "search")),
            (EventKind.ToolCallFragment, "1}", new ToolCallDetail(0, "call_1", "search")),
            (EventKind.Usage, "", usage),
            (EventKind.Superseded, "", new SupersededDetail("gen_2")),
        ]);
    }

    [Fact]
    public void Events_carry_the_time_since_the_log_was_opened()
    {
        Writer.Text("a"u8);
        _fixture.Time.Advance(TimeSpan.FromMilliseconds(1500));
        Writer.Text("b"u8);
        Log.Publish();

        Log[1].Elapsed.ShouldBe(TimeSpan.Zero);
        Log[2].Elapsed.ShouldBe(TimeSpan.FromMilliseconds(1500));
    }

    [Fact]
    public void A_log_is_sealed_once_and_takes_nothing_after_that()
    {
        Log.Seal(EventKind.Cancelled, static () => CancelledDetail.Stop, null).ShouldBeTrue();
        Log.Seal(EventKind.Interrupted, static () => InterruptedDetail.Instance, null).ShouldBeFalse();

        Writer.Text("late"u8).ShouldBeFalse();
        Writer.Reasoning("late"u8).ShouldBeFalse();
        Writer.Detail(EventKind.Status, StatusDetail.Thinking).ShouldBeFalse();
        Writer.ToolCall(new ToolCallDetail(0, "c", "t"), default).ShouldBe(-1);
        Writer.ToolCallFragment(0, "x"u8).ShouldBeFalse();
        Log.OpenWriter().Text("late"u8).ShouldBeFalse();
        Log.Publish();
        SeenEvent.All(Log).ShouldHaveSingleItem().Detail.ShouldBe(CancelledDetail.Stop);
        Log.IsFinished.ShouldBeTrue();
    }

    [Fact]
    public void Of_many_that_seal_at_once_one_wins()
    {
        var wins = 0;
        Parallel.For(0, 64, i =>
        {
            if (Log.Seal(EventKind.Superseded, () => new SupersededDetail($"gen_{i}"), null))
                Interlocked.Increment(ref wins);
        });
        Log.Publish();

        wins.ShouldBe(1);
        Log.LastSequence.ShouldBe(1);
    }

    [Fact]
    public void A_writer_that_was_replaced_is_refused()
    {
        var second = Log.OpenWriter();

        Writer.Text("old"u8).ShouldBeFalse();
        Writer.Reasoning("old"u8).ShouldBeFalse();
        Writer.Detail(EventKind.Status, StatusDetail.Thinking).ShouldBeFalse();
        Writer.ToolCall(new ToolCallDetail(0, "c", "t"), default).ShouldBe(-1);
        Writer.ToolCallFragment(0, default).ShouldBeFalse();
        second.Text("new"u8).ShouldBeTrue();
        Log.Publish();
        SeenEvent.All(Log).ShouldHaveSingleItem().Text.ShouldBe("new");
    }

    [Fact]
    public async Task What_a_reader_holds_stays_right_while_the_log_grows()
    {
        const int events = 200_000;
        using var fixture = new LogFixture(TimeProvider.System);
        var reading = Enumerable.Range(0, 3).Select(_ => Task.Run(() => Verify(fixture.Read()), TestContext.Current.CancellationToken)).ToArray();
        var piece = new byte[4];
        for (var i = 1; i <= events; i++)
        {
            BitConverter.TryWriteBytes(piece, i);
            fixture.Writer.Text(piece);
            if (i % 7 == 0)
                fixture.Log.Publish();
        }
        fixture.End();
        (await Task.WhenAll(reading).InTime()).ShouldAllBe(count => count == events);

        static int Verify(LogReader reader)
        {
            var count = 0;
            var spin = new SpinWait();
            while (!reader.IsAtEnd)
            {
                if (!reader.TryRead(out var next))
                {
                    spin.SpinOnce();
                    continue;
                }
                if (next.Kind != EventKind.Text)
                    continue;
                if (BitConverter.ToInt32(next.Bytes) != next.Sequence || next.TextSoFar.Length != next.Sequence * 4)
                    return -next.Sequence;
                count++;
            }
            return count;
        }
    }
}
