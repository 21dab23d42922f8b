using System.Buffers;
using BenchmarkDotNet.Attributes;
using Tokenrill.Journals.Files;

namespace Tokenrill.Benchmarks;

/// <summary>What the journal's files cost besides the disk. Each operation is one record with a payload of 60 bytes.</summary>
[MemoryDiagnoser]
public class SegmentBenchmarks
{
    private const int Few = 1000;
    private const int Many = 100_000;

    private static readonly byte[] Payload = [.. Enumerable.Repeat((byte)'a', 60)];

    private readonly RecordBuffer _buffer = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokenrill-bench-");
    private SegmentFamily? _family;

    /// <summary>A segment of 10.8 MB, which stays in the system's memory.</summary>
    [GlobalSetup]
    public void Fill()
    {
        _family = SegmentFamily.Open(new Disk(), _folder.FullName, "bench", long.MaxValue);
        for (var round = 0; round < Many / Few; round++)
        {
            BuildRecord();
            _family.Append(_family.Active, _buffer.Written);
        }
    }

    [GlobalCleanup]
    public void Delete()
    {
        _family?.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Header, payload and checksum, in memory.</summary>
    [Benchmark(OperationsPerInvoke = Few)]
    public int BuildRecord()
    {
        var salt = _family!.Active.Salt;
        _buffer.Clear();
        for (var i = 0; i < Few; i++)
        {
            _buffer.Begin(new RecordHeader(1, 0, Guid.Empty, 1, i, 1));
            _buffer.Write(Payload);
            _buffer.End(salt);
        }
        return _buffer.Length;
    }

    /// <summary>Reads, checks and finds every record: 108 bytes of the file each.</summary>
    [Benchmark(OperationsPerInvoke = Many)]
    public int ScanRecord()
    {
        using var scan = new SegmentScan(_family!.Segments[0]);
        var bytes = 0;
        while (scan.Next())
            bytes += scan.Payload.Length;
        return bytes;
    }
}
