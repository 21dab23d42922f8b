using Tokenrill.Journals.Files;
using Tokenrill.Logs;

namespace Tokenrill.Tests.Journals;

public sealed class JournalMeaningTests
{
    private const byte Started = (byte)EventKind.Started, Text = (byte)EventKind.Text, Piece = (byte)EventKind.ToolCallFragment, Interrupted = (byte)EventKind.Interrupted;

    private static readonly string Id = SubjectId.OfGeneration(JournalForgery.Subject);

    /// <summary>Records of one generation, and what is wrong with the last of them; null when nothing is.</summary>
    public static TheoryData<object[], string?> Generations => new()
    {
        { [JournalForgery.Head(3), JournalForgery.Events(1, 3, Started, 0, Text, 0, 1, (byte)'x', Interrupted, 0)], null },
        { [JournalForgery.Head(3), JournalForgery.Events(1, 3, Started, 0, Interrupted, 0, Interrupted, 0)], $"{Id} has 3 events, and event 2 is \"interrupted\"" },
        { [JournalForgery.Head(2), JournalForgery.Events(1, 2, Started, 0, Text, 0, 0)], $"{Id} has 2 events, and event 2 is \"text\"" },
        { [JournalForgery.Head(2), JournalForgery.Events(1, 2, Text, 0, 0, Interrupted, 0)], $"Event 1 of {Id} is \"text\"" },
        { [JournalForgery.Head(3), JournalForgery.Events(1, 3, Started, 0, Started, 0, Interrupted, 0)], $"Event 2 of {Id} is \"started\"" },
        { [JournalForgery.Head(3), JournalForgery.Events(1, 3, Started, 0, Piece, 0, 0, 0, Interrupted, 0)], $"Event 2 of {Id} is a piece of a tool call that has not begun" },
        { [JournalForgery.Head(2), JournalForgery.Events(1, 2, Started, 0, Interrupted, 0, Text, 0, 0)], $"A record of {Id} has more than the 2 events that it says" },
        { [JournalForgery.Head(2), JournalForgery.Events(1, 2, Started, 0)], "A record has fewer events than it says" },
        { [JournalForgery.Head(2), JournalForgery.Events(1, 2, Started, 0, 99, 0)], "There is no kind of event 99" },
        { [JournalForgery.Head(2), JournalForgery.Events(0, 2, Started, 0, Interrupted, 0)], $"A record of {Id} holds 2 events from event 0 on" },
        { [JournalForgery.Head(2, "gen_of_somebody_else")], $"The head of {Id} says that it is that of gen_of_somebody_else" },
        { [JournalForgery.Head(0)], $"The head of {Id} says that it has ended, and not when, or after how many events" },
        { [JournalForgery.Record((JournalKind)77, 0, JournalForgery.Subject, 1, 1, [])], "There is no kind of record 77 among generations" },
    };

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task A_record_that_is_whole_and_makes_no_sense_is_a_fault(object[] records, string? fault)
    {
        await using var folder = await StoredFolder.StartAsync();
        await folder.EndAsync();
        var path = folder.FileOf("generations");
        JournalForgery.Append(path, records.Cast<SeenRecord>());
        var last = StoredFolder.Places(path)[^1];

        var findings = folder.Check().Findings.Where(finding => finding.IsFault).ToList();
        if (fault is null)
            findings.ShouldBeEmpty();
        else
            findings.ShouldContain(new JournalFinding(Path.GetFileName(path), last.Offset, fault));
    }
}
