using Microsoft.Win32.SafeHandles;

namespace Tokenrill.Journals.Files;

/// <summary>One append-only file of records. Read by any thread; appended to by one at a time, through its family.</summary>
internal sealed class Segment
{
    private readonly IDisk _disk;
    private readonly SafeFileHandle _file;
    private readonly SegmentName _name;
    private long _length;
    private bool _isUnflushed;
    private volatile bool _takesAppends;

    private Segment(IDisk disk, SafeFileHandle file, string folder, SegmentName name, long length)
    {
        _disk = disk;
        _file = file;
        _name = name;
        _length = length;
        Path = System.IO.Path.Combine(folder, name.ToString());
        LastRevision = name.Revision;
    }

    /// <summary>From 1; grows from segment to segment.</summary>
    public int Number => _name.Number;

    /// <summary>What the checksums of its records start from.</summary>
    public uint Salt => _name.Salt;

    public string Path { get; }

    /// <summary>Bytes of whole records written, the file's header included. Of a segment that was found and not yet sealed: the
    /// length of its file.</summary>
    public long Length => Volatile.Read(ref _length);

    /// <summary>Whether it may be appended to: it was made or sealed by this process, not rolled, and nothing failed.</summary>
    public bool TakesAppends => _takesAppends;

    /// <summary>What is wrong with the file's own header; null when it is whole.</summary>
    public Damage? HeaderDamage { get; private set; }

    /// <summary>The highest revision that was tried, so that none is tried twice.</summary>
    public int LastRevision { get; set; }

    /// <summary>Makes the file and writes its header.</summary>
    public static Segment Create(IDisk disk, string folder, SegmentName name)
    {
        var path = System.IO.Path.Combine(folder, name.ToString());
        var file = disk.Create(path);
        try
        {
            WriteHeader(disk, file, name.Number);
            disk.FlushFolder(folder);
            return new Segment(disk, file, folder, name, SegmentHeader.Bytes) { _isUnflushed = true, _takesAppends = true };
        }
        catch (IOException)
        {
            file.Dispose();
            disk.TryDelete(path);
            throw;
        }
    }

    /// <summary>Opens a file that was found. It takes no appends until it is sealed.</summary>
    /// <exception cref="InvalidDataException">It is of a version that cannot be read.</exception>
    public static Segment Open(IDisk disk, string folder, SegmentName name)
    {
        var file = disk.Open(System.IO.Path.Combine(folder, name.ToString()));
        try
        {
            var segment = new Segment(disk, file, folder, name, disk.Length(file));
            segment.CheckHeader();
            return segment;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A file that was rewritten, flushed and renamed. It takes no appends.</summary>
    public static Segment Adopt(IDisk disk, SafeFileHandle file, string folder, SegmentName name, long length) =>
        new(disk, file, folder, name, length);

    public static void WriteHeader(IDisk disk, SafeFileHandle file, int number)
    {
        Span<byte> header = stackalloc byte[SegmentHeader.Bytes];
        SegmentHeader.Write(header, number);
        disk.Write(file, 0, header);
    }

    /// <summary>Fills the span with what stands there.</summary>
    /// <exception cref="EndOfStreamException">The file ends before.</exception>
    /// <exception cref="ObjectDisposedException">The segment was dropped or rewritten.</exception>
    public void Read(long offset, Span<byte> into)
    {
        while (!into.IsEmpty)
        {
            var count = RandomAccess.Read(_file, into, offset);
            if (count == 0)
                throw new EndOfStreamException($"{Path} ends at {offset}");
            into = into[count..];
            offset += count;
        }
    }

    /// <returns>The offset at which the records begin.</returns>
    public long Append(ReadOnlySpan<byte> records)
    {
        ThrowIfClosedToAppends();
        try
        {
            _isUnflushed = true;
            _disk.Write(_file, _length, records);
            // A file that was deleted takes writes without a word. Asked afterwards, so that it was there when they were taken.
            if (!_disk.Exists(Path))
                throw new IOException($"{Path} is no longer there");
        }
        catch (IOException)
        {
            _takesAppends = false;
            throw;
        }
        var offset = _length;
        Volatile.Write(ref _length, offset + records.Length);
        return offset;
    }

    public void Flush()
    {
        if (!_isUnflushed)
            return;
        ThrowIfClosedToAppends();
        try
        {
            _disk.Flush(_file);
        }
        catch (IOException)
        {
            // A flush that failed is not to be asked again: the next one would tell of success, and what it failed for is lost.
            _takesAppends = false;
            throw;
        }
        _isUnflushed = false;
    }

    /// <returns>What went wrong, or null.</returns>
    public IOException? Seal(long length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        try
        {
            if (length < _disk.Length(_file))
                _disk.Truncate(_file, length);
            if (length < SegmentHeader.Bytes || HeaderDamage is not null)
                WriteHeader(_disk, _file, Number);
            HeaderDamage = null;
            _isUnflushed = true;
            Volatile.Write(ref _length, Math.Max(length, SegmentHeader.Bytes));
            _takesAppends = true;
            return null;
        }
        catch (IOException exception)
        {
            return exception;
        }
    }

    public void Roll() => _takesAppends = false;

    /// <summary>Who reads now reads on; who comes later gets <see cref="ObjectDisposedException"/>.</summary>
    public void Close()
    {
        _takesAppends = false;
        _file.Dispose();
    }

    private void CheckHeader()
    {
        Span<byte> header = stackalloc byte[(int)Math.Min(SegmentHeader.Bytes, _length)];
        Read(0, header);
        if (!header.IsEmpty && SegmentHeader.Fault(header, Number, Path) is { } fault)
            HeaderDamage = new Damage(this, 0, header.Length, _length <= SegmentHeader.Bytes, fault);
    }

    private void ThrowIfClosedToAppends()
    {
        if (!_takesAppends)
            throw new IOException($"{Path} takes no more records");
    }
}
