using Tokenrill.Rig.Workloads;

namespace Tokenrill.Rig.Reports;

/// <summary>Turns runs into markdown tables: a table for each kind of work, a row for each target and number of streams.</summary>
internal sealed class Report(IReadOnlyList<Measurement> runs)
{
    public void Write(TextWriter output, IEnumerable<Workload> works)
    {
        output.WriteLine("Medians. Choked: streams failed, or it took 1.3 times its time. README.md says what the columns mean.");
        foreach (var work in works.DistinctBy(static work => work.Table))
            WriteTable(output, work);
    }

    private void WriteTable(TextWriter output, Workload work)
    {
        var layout = Layout.Of(work.Table);
        var rows = runs.Where(run => run.Table == work.Table).GroupBy(static run => (run.Streams, run.Target)).OrderBy(static row => row.Key.Streams).ToList();
        if (rows.Count == 0)
            return;
        var many = rows.DistinctBy(static row => row.Key.Streams).Count() > 1;
        output.WriteLine($"\n### {work.Table} {work.Title}\n");
        string[] headings =
        [
            "target", .. many ? ["streams"] : Array.Empty<string>(), "runs", .. layout.Columns.Select(static column => column.Heading),
            .. layout.Ratios.Select(static ratio => $"{ratio.Column.Heading.Replace(" us", "", StringComparison.Ordinal)} x {ratio.Base}"),
        ];
        WriteRow(output, headings);
        WriteRow(output, headings.Select(static _ => "---"));
        foreach (var row in rows)
        {
            var measured = row.ToList();
            var name = row.Key.Target + (measured.Exists(static run => run.Choked) ? " **choked**" : "");
            WriteRow(output,
            [
                name, .. many ? [$"{row.Key.Streams}"] : Array.Empty<string>(), $"{measured.Count}",
                .. layout.Columns.Select(column => Column.Show(column.MedianOf(measured), column.Format)),
                .. layout.Ratios.Select(ratio => Column.Show(Ratio(ratio, measured, layout.BaseTable ?? work.Table), "0.00")),
            ]);
        }
    }

    private double Ratio((Column Column, string Base) ratio, List<Measurement> measured, string table)
    {
        var others = runs.Where(run => run.Table == table && run.Target == ratio.Base && run.Streams == measured[0].Streams).ToList();
        return ratio.Column.MedianOf(measured) / ratio.Column.MedianOf(others);
    }

    private static void WriteRow(TextWriter output, IEnumerable<string> cells) => output.WriteLine($"| {string.Join(" | ", cells)} |");
}
