using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Tokenrill.Server.Logging;
using Tokenrill.TestKit;

namespace Tokenrill.Server.Tests.Logging;

public sealed partial class LineWriterTests : IDisposable
{
    private readonly HeldStream _output = new();
    private readonly LineWriter _writer;

    public LineWriterTests() => _writer = new LineWriter(_output, new LineFormat(new FakeTime(), isColoured: false));

    public void Dispose()
    {
        _output.Release();
        _writer.Dispose();
        _output.Dispose();
    }

    [Fact]
    public async Task Lines_of_many_threads_are_whole_and_all_there_each_threads_in_its_order()
    {
        // Less than is kept for a slow reader: none is dropped, however late the writer's thread runs.
        const int threads = 8, each = 2000;
        _output.Release();
        await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < each; i++)
                    Add($"{thread}/{i}/{new string('x', i % 300)}.");
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))).InTime();
        _writer.Dispose();

        var lines = _output.Lines.Select(line => NumberedLine().Match(line)).ToArray();
        lines.Length.ShouldBe(threads * each);
        lines.ShouldAllBe(line => line.Success && line.Groups[3].Length == int.Parse(line.Groups[2].Value, CultureInfo.InvariantCulture) % 300);
        foreach (var own in lines.GroupBy(line => line.Groups[1].Value))
            own.Select(line => int.Parse(line.Groups[2].Value, CultureInfo.InvariantCulture)).ShouldBe(Enumerable.Range(0, each));
    }

    [Fact]
    public async Task A_line_is_written_at_once_and_what_comes_meanwhile_in_one_write()
    {
        Add("first");
        await _output.Held;
        for (var i = 0; i < 1000; i++)
            Add($"then {i}.");
        _output.Release();
        await _output.Written("then 999.");
        _output.Writes.Length.ShouldBe(2);
        _output.Lines.Length.ShouldBe(1001);
    }

    [Fact]
    public async Task When_nothing_is_taken_lines_are_dropped_and_counted_and_nobody_waits()
    {
        const int count = 10_000;
        Add("first");
        await _output.Held;
        // Each line alone is longer than a thousandth of what may wait, so most of these are too many.
        await Task.Run(
            () =>
            {
                for (var i = 0; i < count; i++)
                    Add($"0/{i}/{new string('x', LineWriter.MostPending / 1000)}.");
            },
            TestContext.Current.CancellationToken).InTime();
        _output.Release();
        await _output.Written("dropped");
        Add("next");
        _writer.Dispose();

        var lines = _output.Lines;
        var kept = lines.Length - 3;
        kept.ShouldBeInRange(900, 999);
        lines[0].ShouldEndWith("first");
        for (var i = 0; i < kept; i++)
        {
            var line = NumberedLine().Match(lines[1 + i]);
            line.Groups[2].Value.ShouldBe(i.ToString(CultureInfo.InvariantCulture));
            line.Groups[3].Length.ShouldBe(LineWriter.MostPending / 1000);
        }
        lines[^2].ShouldContain($" warn: Tokenrill.Server[205] {count - kept} lines were dropped here");
        lines[^1].ShouldEndWith("next");
    }

    [Fact]
    public void A_line_that_is_too_long_by_itself_is_dropped_and_said()
    {
        _output.Release();
        Add(new string('x', LineWriter.MostPending));
        _writer.Dispose();
        _output.Lines.Single().ShouldContain("1 line was dropped here");
    }

    [Fact]
    public async Task The_end_writes_what_is_pending_and_then_takes_no_more()
    {
        Add("first");
        await _output.Held;
        for (var i = 0; i < 1000; i++)
            Add($"then {i}.");
        var end = Task.Run(_writer.Dispose, TestContext.Current.CancellationToken);
        _output.Release();
        await end.InTime();
        _output.Lines.Length.ShouldBe(1001);
        Add("too late");
        _output.Lines.Length.ShouldBe(1001);
    }

    [Fact]
    public async Task A_stream_that_fails_loses_its_lines_and_the_next_are_tried_again()
    {
        using var broken = new BrokenStream(failures: 2);
        using var writer = new LineWriter(broken, new LineFormat(new FakeTime(), isColoured: false));
        foreach (var name in (string[])["first", "second", "third"])
        {
            writer.Add("Test", LogLevel.Error, 1, name, exception: null);
            await broken.NextAsync();
        }
        writer.Dispose();
        broken.Taken.ShouldBe(["2026-01-01T01:00:00.000Z fail: Test[1] third\n"]);
    }

    private void Add(string message) => _writer.Add("Test", LogLevel.Information, 1, message, exception: null);

    [GeneratedRegex(@"^2026-01-01T01:00:00\.000Z info: Test\[1\] (\d+)/(\d+)/(x*)\.$")]
    private static partial Regex NumberedLine();
}
