using System.Buffers;
using Tokenrill.Journals.Files;

namespace Tokenrill.Tests.Journals;

/// <summary>A record as a value: its payload in hexadecimal.</summary>
internal sealed record SeenRecord(RecordHeader Header, string Payload)
{
    public static SeenRecord Of(int number, ReadOnlySpan<byte> payload) =>
        new(new RecordHeader((byte)number, (byte)~number, new Guid(number, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11]), -number, number * 1000, number + 7), Convert.ToHexString(payload));

    /// <summary>Builds records one behind the other.</summary>
    public static RecordBuffer Build(uint salt, params IEnumerable<SeenRecord> records)
    {
        var buffer = new RecordBuffer();
        foreach (var record in records)
        {
            buffer.Begin(record.Header);
            buffer.Write(Convert.FromHexString(record.Payload));
            buffer.End(salt);
        }
        return buffer;
    }

    /// <summary>Every record of a segment, with its place, and what was damaged.</summary>
    public static (IReadOnlyList<SeenRecord> Records, IReadOnlyList<RecordPlace> Places, IReadOnlyList<Damage> Damages) Scan(Segment segment)
    {
        using var scan = new SegmentScan(segment);
        var records = new List<SeenRecord>();
        var places = new List<RecordPlace>();
        while (scan.Next())
        {
            records.Add(new SeenRecord(scan.Header, Convert.ToHexString(scan.Payload)));
            places.Add(scan.Place);
        }
        return (records, places, scan.Damages);
    }
}
