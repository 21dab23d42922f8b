namespace Tokenrill.Journals.Files;

/// <summary>Reads a journal once from its first record to its last and tells what is in it and what is wrong: time in proportion to what is there, memory
/// to the number of generations and sessions.</summary>
/// <param name="files">The files.</param>
/// <param name="found">Told of whatever is found.</param>
/// <param name="cancellationToken">Ends the reading.</param>
internal sealed class JournalCheck(JournalFiles files, Action<JournalFinding> found, CancellationToken cancellationToken)
{
    private readonly List<SegmentReport> _segments = [];
    private int _faults;

    private delegate DateTimeOffset? RecordTaker(in RecordHeader header, RecordPlace place, ReadOnlySpan<byte> payload);

    public JournalReport Run()
    {
        // Sessions first: they say which generations are to be erased.
        var sessions = new SessionCheck();
        foreach (var segment in files.Sessions.Segments)
            Scan(files.Sessions, segment, sessions.Add);
        var generations = new GenerationCheck(sessions.Erased, sessions.Pending);
        foreach (var segment in files.Generations.Segments)
            generations.EndSegment(Scan(files.Generations, segment, generations.Add));
        foreach (var finding in generations.Findings(IsAllThere(files.Generations)))
            Tell(finding);
        return new JournalReport(
            [.. _segments.OrderBy(segment => segment.File, StringComparer.Ordinal)], generations.Counts, sessions.Sessions, sessions.Messages, sessions.Pending.Count, files.Unused, _faults);
    }

    private static bool IsAllThere(SegmentFamily family) => family.Segments is not [.., var newest] || newest.Number == family.Segments.Count;

    /// <summary>Reads a segment to its end.</summary>
    /// <returns>What in it is damaged as nothing should be.</returns>
    private List<Damage> Scan(SegmentFamily family, Segment segment, RecordTaker take)
    {
        var file = Path.GetFileName(segment.Path);
        var (records, first, last) = (0L, (DateTimeOffset?)null, (DateTimeOffset?)null);
        using var scan = new SegmentScan(segment);
        try
        {
            for (; scan.Next(); records++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Take(scan, file, take) is not { } moment)
                    continue;
                first = first <= moment ? first : moment;
                last = last >= moment ? last : moment;
            }
        }
        catch (EndOfStreamException)
        {
            Tell(new JournalFinding(file, scan.Place.Offset, "the file was cut while it was read, as a server does that starts; look again", IsFault: false));
        }
        _segments.Add(new SegmentReport(file, segment.Length, records, first, last));
        var lost = new List<Damage>();
        foreach (var damage in scan.Damages)
        {
            var finding = Finding(file, damage, isNewest: segment == family.Segments[^1]);
            Tell(finding);
            if (finding.IsFault)
                lost.Add(damage);
        }
        return lost;
    }

    private DateTimeOffset? Take(SegmentScan scan, string file, RecordTaker take)
    {
        try
        {
            return take(scan.Header, scan.Place, scan.Payload);
        }
        catch (InvalidDataException exception)
        {
            Tell(new JournalFinding(file, scan.Place.Offset, exception.Message.TrimEnd('.')));
            return null;
        }
    }

    /// <summary>What a write leaves that is not done, or never will be, is no fault where only that can be.</summary>
    private static JournalFinding Finding(string file, in Damage damage, bool isNewest)
    {
        if (!isNewest || !damage.IsTail || (damage.What != Faults.CutOff && damage.Segment.Length > SegmentHeader.Bytes))
            return new JournalFinding(file, damage.Offset, $"{damage.What}, {damage.Length} bytes cannot be read");
        var end = $"the file ends in the middle of a record, with {damage.Length} bytes of it";
        return new JournalFinding(
            file, damage.Offset,
            new FileInfo(damage.Segment.Path) is { Exists: true } now && now.Length > damage.Segment.Length
                ? $"{end}: it is being written to"
                : $"{end}: it is being written to, or the server was killed when it wrote that; the next start cuts it off",
            IsFault: false);
    }

    private void Tell(JournalFinding finding)
    {
        _faults += finding.IsFault ? 1 : 0;
        found(finding);
    }
}
