using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tokenrill.Journals.Files;

namespace Tokenrill.Server.Commands.Journals;

/// <summary>Says what is in a journal.</summary>
internal static class JournalInspection
{
    private const int Label = 14;

    public static int Run(JournalFolder folder, JournalArguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var report = folder.Check(static _ => { }, cancellationToken);
        if (arguments.IsJson)
            output.WriteLine(JsonSerializer.Serialize(report, InspectionJson.Default.JournalReport));
        else
            Write(folder.Path, report, output);
        return ExitCode.Success;
    }

    private static void Write(string path, JournalReport report, TextWriter output)
    {
        output.WriteLine($"Journal in {path}");
        output.WriteLine();
        WriteFiles(report, output);
        output.WriteLine();
        WriteLine(output, "generations", OfGenerations(report.Generations));
        WriteLine(output, "sessions", $"{Number(report.Sessions)}, with {Counted(report.Messages, "message")}");
        if (report.PendingErasures > 0)
            WriteLine(output, "deleted", $"{Counted(report.PendingErasures, "session")} of which something is still there, until a server uses the folder");
        if (report.Unused.Count > 0)
            WriteLine(output, "unused", $"{string.Join(", ", report.Unused)}, until the next start");
        WriteLine(output, "bytes", Number(report.Bytes));
        WriteLine(output, "oldest", Moment(report.Oldest));
        WriteLine(output, "newest", Moment(report.Newest));
        WriteLine(output, "faults", report.Faults == 0 ? "none" : $"{Number(report.Faults)}; journal verify says which");
    }

    private static void WriteFiles(JournalReport report, TextWriter output)
    {
        var rows = report.Segments
            .Select(segment => (segment.File, Bytes: Number(segment.Bytes), Records: Number(segment.Records), First: Moment(segment.First), Last: Moment(segment.Last)))
            .Prepend((File: "file", Bytes: "bytes", Records: "records", First: "from", Last: "to"))
            .ToList();
        var (file, bytes, records, first) = (rows.Max(row => row.File.Length), rows.Max(row => row.Bytes.Length), rows.Max(row => row.Records.Length), rows.Max(row => row.First.Length));
        foreach (var row in rows)
            output.WriteLine($"  {row.File.PadRight(file)}  {row.Bytes.PadLeft(bytes)}  {row.Records.PadLeft(records)}  {row.First.PadRight(first)}  {row.Last}");
    }

    private static string OfGenerations(GenerationCounts counts)
    {
        (int Count, string Name)[] all =
        [
            (counts.Completed, "completed"), (counts.Failed, "failed"), (counts.Cancelled, "cancelled"), (counts.Superseded, "superseded"),
            (counts.Interrupted, "interrupted"), (counts.Unfinished, "unfinished"),
        ];
        var parts = all.Where(part => part.Count > 0).Select(part => $"{Number(part.Count)} {part.Name}").ToList();
        var total = Number(counts.Finished + counts.Unfinished);
        return parts.Count == 0 ? total : $"{total}: {string.Join(", ", parts)}";
    }

    private static void WriteLine(TextWriter output, string label, string value) => output.WriteLine($"  {label.PadRight(Label)}{value}");

    private static string Moment(DateTimeOffset? moment) => moment is { } known ? Moments.Of(known) : "-";

    private static string Counted(int count, string what) => $"{Number(count)} {what}{(count == 1 ? "" : "s")}";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

/// <summary>The report for machines.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(JournalReport))]
internal sealed partial class InspectionJson : JsonSerializerContext;
