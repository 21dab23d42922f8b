using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Tokenrill.Journals.Files;

/// <summary>Copies some of a segment's records to an unfinished file and flushes it. What it holds is whole when this has
/// returned, but has no name that counts yet.</summary>
internal sealed class SegmentCopy(IDisk disk, Segment from, string folder, SegmentName name)
{
    private const int WriteBytes = 256 * 1024;

    private readonly RecordBuffer _records = new();
    private readonly Dictionary<long, long> _offsets = [];
    private readonly string _unfinished = Path.Combine(folder, name + SegmentName.Unfinished);
    private readonly string _path = Path.Combine(folder, name.ToString());
    private long _length = SegmentHeader.Bytes;
    private SafeFileHandle? _file;

    public IReadOnlyDictionary<long, long> Offsets => _offsets;

    public IReadOnlyList<Damage> Damages { get; private set; } = [];

    /// <summary>Makes the file of what is to be kept. Null when that is nothing; then there is no file.</summary>
    /// <exception cref="IOException">It could not be written. Nothing of it is left, or only what counts for nothing.</exception>
    public Segment? Make(Func<RecordHeader, bool> keep)
    {
        try
        {
            Copy(keep);
            if (_file is null)
                return null;
            Write();
            disk.Flush(_file);
            disk.Rename(_unfinished, _path);
            return Segment.Adopt(disk, _file, folder, name, _length);
        }
        catch
        {
            _file?.Dispose();
            disk.TryDelete(_unfinished);
            disk.TryDelete(_path);
            throw;
        }
    }

    private void Copy(Func<RecordHeader, bool> keep)
    {
        using var scan = new SegmentScan(from);
        while (scan.Next())
        {
            if (!keep(scan.Header))
                continue;
            _offsets.Add(scan.Place.Offset, _length + _records.Length);
            _records.Begin(scan.Header);
            _records.Write(scan.Payload);
            _records.End(name.Salt);
            if (_records.Length >= WriteBytes)
                Write();
            _file ??= Create();
        }
        Damages = scan.Damages;
    }

    private void Write()
    {
        _file ??= Create();
        disk.Write(_file, _length, _records.Written);
        _length += _records.Length;
        _records.Clear();
    }

    private SafeFileHandle Create()
    {
        var file = disk.Create(_unfinished);
        try
        {
            Segment.WriteHeader(disk, file, name.Number);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
