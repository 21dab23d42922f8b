using Tokenrill.Journals.Files;

namespace Tokenrill.Tests.Journals;

/// <summary>A folder of segments that is gone afterwards.</summary>
internal sealed class SegmentFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokenrill-segments-");
    private readonly List<SegmentFamily> _families = [];

    public FaultyDisk Disk { get; } = new();

    public string Path => _folder.FullName;

    /// <summary>The files that are there, in the order of their names.</summary>
    public IReadOnlyList<string> Files => [.. Directory.EnumerateFiles(Path).Order(StringComparer.Ordinal)];

    /// <summary>Opens the family as a process does that starts.</summary>
    public SegmentFamily Open(long segmentBytes = 1 << 20, string name = "generations", IDisk? disk = null)
    {
        var family = SegmentFamily.Open(disk ?? Disk, Path, name, segmentBytes);
        _families.Add(family);
        return family;
    }

    /// <summary>Puts a segment there with a salt that is known.</summary>
    public void Put(uint salt, params IEnumerable<SeenRecord> records)
    {
        var header = new byte[SegmentHeader.Bytes];
        SegmentHeader.Write(header, 1);
        File.WriteAllBytes(System.IO.Path.Combine(Path, new SegmentName("generations", 1, 0, salt).ToString()), [.. header, .. SeenRecord.Build(salt, records).Written]);
    }

    /// <summary>Appends the records to the active segment, flushed.</summary>
    public static Segment Append(SegmentFamily family, params IEnumerable<SeenRecord> records)
    {
        var active = family.Active;
        family.Append(active, SeenRecord.Build(active.Salt, records).Written);
        family.Flush(active);
        return active;
    }

    /// <summary>A segment of its own with these records.</summary>
    public static Segment AppendAndRoll(SegmentFamily family, params IEnumerable<SeenRecord> records)
    {
        var segment = Append(family, records);
        family.Roll();
        return segment;
    }

    /// <summary>Every record of every segment.</summary>
    public static IReadOnlyList<SeenRecord> ReadAll(SegmentFamily family) => [.. family.Segments.SelectMany(segment => SeenRecord.Scan(segment).Records)];

    public void Dispose()
    {
        foreach (var family in _families)
            family.Dispose();
        _folder.Delete(recursive: true);
    }
}
