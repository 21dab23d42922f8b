using System.Globalization;
using Tokenrill.Journals.Files;

namespace Tokenrill.Server.Commands.Journals;

/// <summary>Says whether a journal is sound, and what is wrong with it.</summary>
internal static class JournalVerification
{
    public static int Run(JournalFolder folder, TextWriter output, CancellationToken cancellationToken)
    {
        var report = folder.Check(finding => output.WriteLine(LineOf(finding)), cancellationToken);
        var generations = report.Generations;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(report.Faults == 0 ? "Sound" : $"Faults: {report.Faults}")}. Records: {report.Records}, generations: {generations.Finished + generations.Unfinished} ({generations.Unfinished} unfinished), sessions: {report.Sessions}, files: {report.Segments.Count}, bytes: {report.Bytes}"));
        return report.Faults == 0 ? ExitCode.Success : ExitCode.Unsound;
    }

    private static string LineOf(JournalFinding finding) => string.Create(
        CultureInfo.InvariantCulture, $"{(finding.IsFault ? "fault" : "note")}: {finding.File} at {finding.Offset}: {finding.What}");
}
