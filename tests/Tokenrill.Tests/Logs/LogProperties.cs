using FsCheck;
using FsCheck.Fluent;
using Tokenrill.Logs;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Logs;

public sealed class LogProperties
{
    [Fact]
    public void Any_interleaving_of_appends_and_readers_at_any_offsets_gives_each_the_dense_sequence_once() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), Holds).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(300));

    /// <summary>The bytes are the script: each pair is a step and its argument.</summary>
    private static bool Holds(byte[] script)
    {
        using var fixture = new LogFixture();
        var expected = new List<(EventKind, string)>();
        var readers = new List<(LogReader Reader, int After, List<SeenEvent> Seen)>();
        for (var i = 0; i + 1 < script.Length; i += 2)
            Step(fixture, script[i] % 6, script[i + 1], expected, readers);
        fixture.End();
        expected.Add((EventKind.Cancelled, ""));
        readers.Add((fixture.Read(), 0, []));
        foreach (var (reader, after, seen) in readers)
        {
            SeenEvent.Drain(reader, seen);
            if (!seen.Select(e => e.Sequence).SequenceEqual(Enumerable.Range(after + 1, expected.Count - after)) ||
                !seen.Select(e => (e.Kind, e.Text)).SequenceEqual(expected.Skip(after)))
                return false;
        }
        return true;
    }

    private static void Step(LogFixture fixture, int step, byte argument, List<(EventKind, string)> expected, List<(LogReader Reader, int After, List<SeenEvent> Seen)> readers)
    {
        var text = new string((char)('a' + (argument % 26)), 1 + (argument % 50));
        var bytes = System.Text.Encoding.ASCII.GetBytes(text);
        switch (step)
        {
            case 0:
                fixture.Writer.Text(bytes);
                expected.Add((EventKind.Text, text));
                break;
            case 1:
                fixture.Writer.Reasoning(bytes);
                expected.Add((EventKind.Reasoning, text));
                break;
            case 2:
                fixture.Writer.ToolCall(new ToolCallDetail(0, "c", "t"), bytes);
                expected.Add((EventKind.ToolCall, text));
                break;
            case 3:
                fixture.Log.Publish(argument % 2 == 0 ? int.MaxValue : argument);
                break;
            case 4:
                var after = argument % (fixture.Log.LastSequence + 1);
                readers.Add((fixture.Read(after), after, []));
                break;
            default:
                if (readers.Count > 0)
                    SeenEvent.Drain(readers[argument % readers.Count].Reader, readers[argument % readers.Count].Seen);
                break;
        }
    }
}
