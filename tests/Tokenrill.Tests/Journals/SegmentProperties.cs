using FsCheck;
using FsCheck.Fluent;
using Tokenrill.Journals.Files;

namespace Tokenrill.Tests.Journals;

public sealed class SegmentProperties : IDisposable
{
    private readonly SegmentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Whatever_is_written_is_read_again_in_order_and_byte_for_byte() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[][]>(), IsReadAgain).Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(120));

    [Fact]
    public void A_rewrite_keeps_what_is_kept_and_says_where_it_is() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(byte[], bool)[]>(), IsKept).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithEndSize(80));

    /// <summary>Over several segments, some of it before a restart.</summary>
    private bool IsReadAgain(byte[][] payloads)
    {
        var family = Anew(out var name);
        var written = payloads.Select((payload, number) => SeenRecord.Of(number, payload)).ToList();
        foreach (var record in written.Take(written.Count / 2))
            SegmentFolder.Append(family, record);
        family.Dispose();
        using var again = _folder.Open(segmentBytes: 600, name);
        if (again.Segments is [.., var newest])
            again.Seal(newest, newest.Length);
        SegmentFolder.Append(again, written.Skip(written.Count / 2));

        var scans = again.Segments.Select(SeenRecord.Scan).ToList();
        using var reader = new RecordReader();
        return scans.All(scan => scan.Damages.Count == 0) &&
            scans.SelectMany(scan => scan.Records).SequenceEqual(written) &&
            scans.SelectMany(scan => scan.Places).Select(place => Reread(reader, place)).SequenceEqual(written) &&
            scans.SelectMany(scan => Run(reader, scan.Places)).SequenceEqual(written);
    }

    private bool IsKept((byte[] Payload, bool Keep)[] script)
    {
        using var family = Anew(out _);
        var written = script.Select((step, number) => SeenRecord.Of(number, step.Payload)).ToList();
        var segment = SegmentFolder.AppendAndRoll(family, written);
        var before = SeenRecord.Scan(segment);
        var kept = written.Where((_, number) => script[number].Keep).ToList();

        var rewritten = family.Rewrite(segment, header => script[header.Sequence / 1000].Keep);
        if (rewritten.Segment is null)
            return kept.Count == 0 && rewritten.Offsets.Count == 0 && family.Segments.Count == 0;
        var after = SeenRecord.Scan(rewritten.Segment);
        var keptBefore = before.Places.Where((_, number) => script[number].Keep).Select(place => place.Offset);
        return after.Records.SequenceEqual(kept) && after.Damages.Count == 0 && rewritten.Segment.Salt != segment.Salt &&
            rewritten.Offsets.Count == kept.Count &&
            keptBefore.Select(offset => rewritten.Offsets[offset]).SequenceEqual(after.Places.Select(place => place.Offset));
    }

    private SegmentFamily Anew(out string name)
    {
        name = $"family{Guid.NewGuid():N}";
        return _folder.Open(segmentBytes: 600, name);
    }

    private static SeenRecord Reread(RecordReader reader, RecordPlace place)
    {
        using var scan = new SegmentScan(place.Segment);
        while (scan.Next() && scan.Place != place)
        {
        }
        var payload = reader.Read(place, scan.Header.Subject, out var header);
        return new SeenRecord(header, Convert.ToHexString(payload));
    }

    private static List<SeenRecord> Run(RecordReader reader, IReadOnlyList<RecordPlace> places)
    {
        var seen = new List<SeenRecord>();
        if (places.Count == 0)
            return seen;
        var run = reader.ReadRun(places[0].Segment, places[0].Offset, (int)(places[^1].Offset + places[^1].Length - places[0].Offset));
        while (run.Next())
            seen.Add(new SeenRecord(run.Header, Convert.ToHexString(run.Payload)));
        return seen;
    }
}
