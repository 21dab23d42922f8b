using System.Security.Cryptography;

namespace Tokenrill.Journals.Files;

/// <summary>The segments of one kind of records in a folder. The newest may be appended to.</summary>
/// <remarks>One thread at a time appends, flushes and rolls; one at a time, which may be another, drops and rewrites. Reading needs
/// nobody's leave. Whatever the disk refuses is an <see cref="IOException"/>.</remarks>
internal sealed class SegmentFamily : IDisposable
{
    private readonly Lock _lock = new();
    private readonly IDisk _disk;
    private readonly string _folder;
    private readonly string _name;
    private readonly long _segmentBytes;
    private readonly List<string> _superseded = [];
    private volatile Segment[] _segments = [];
    private int _lastNumber;

    private SegmentFamily(IDisk disk, string folder, string name, long segmentBytes)
    {
        _disk = disk;
        _folder = folder;
        _name = name;
        _segmentBytes = segmentBytes;
    }

    /// <summary>A snapshot, in the order of the numbers; safe to enumerate on any thread.</summary>
    public IReadOnlyList<Segment> Segments => _segments;

    /// <summary>Where the next append goes: the newest segment when it may be appended to and is not full, else a new one.</summary>
    /// <exception cref="IOException">A new one could not be made. Nothing of it is left.</exception>
    public Segment Active
    {
        get
        {
            lock (_lock)
            {
                if (_segments is [.., { TakesAppends: true } newest] && newest.Length < _segmentBytes)
                    return newest;
                DropEmpty();
                var made = Segment.Create(_disk, _folder, new SegmentName(_name, _lastNumber + 1, 0, NewSalt()));
                _lastNumber++;
                _segments = [.. _segments, made];
                return made;
            }
        }
    }

    /// <summary>Finds a family's files; makes none. What a crash left of a rewrite is deleted. No segment that was found takes
    /// appends before <see cref="Seal"/>: only who has read it knows where its last whole record ends. From <c>segmentBytes</c> on a segment
    /// is full.</summary>
    /// <exception cref="InvalidDataException">A file is of a version that cannot be read, or two claim the same place.</exception>
    public static SegmentFamily Open(IDisk disk, string folder, string name, long segmentBytes)
    {
        var files = SegmentFiles.Find(disk, folder, name);
        var family = Look(disk, folder, name, files, segmentBytes);
        foreach (var path in files.Unfinished)
            disk.TryDelete(path);
        family._superseded.AddRange(files.Superseded);
        family.DeleteSuperseded();
        return family;
    }

    /// <summary>Opens files that were found and leaves the folder as it is.</summary>
    /// <exception cref="InvalidDataException">A file is of a version that cannot be read.</exception>
    /// <exception cref="IOException">A file cannot be opened, or is no longer there.</exception>
    public static SegmentFamily Look(IDisk disk, string folder, string name, SegmentFiles files, long segmentBytes = long.MaxValue)
    {
        var family = new SegmentFamily(disk, folder, name, segmentBytes);
        try
        {
            foreach (var file in files.Names)
            {
                family._segments = [.. family._segments, Segment.Open(disk, folder, file)];
                family._lastNumber = file.Number;
            }
            return family;
        }
        catch
        {
            family.Dispose();
            throw;
        }
    }

    /// <summary>Writes records behind those of the segment.</summary>
    /// <returns>The offset at which they begin.</returns>
    /// <exception cref="IOException">They could not be written, or the file is no longer at its path. The segment takes no more.</exception>
    public long Append(Segment active, ReadOnlySpan<byte> records) => Mine(active).Append(records);

    /// <summary>Returns when everything appended is on the medium; at once when nothing was since the last time.</summary>
    /// <exception cref="IOException">It may not be there. The segment takes no more, and is not to be flushed again.</exception>
    public void Flush(Segment active) => Mine(active).Flush();

    /// <summary>Makes the next <see cref="Active"/> a new segment, as one does when writing to this one failed: what reached its
    /// file is not to be relied on.</summary>
    public void Roll()
    {
        if (_segments is [.., var newest])
            newest.Roll();
    }

    /// <summary>Cuts a segment behind its last whole record, after which it takes appends. A header that is damaged is written
    /// anew. When all of it is whole, that is at its <see cref="Segment.Length"/>.</summary>
    /// <returns>Why it could not be cut, or null. A segment that could not be takes no appends.</returns>
    public IOException? Seal(Segment segment, long length) => Mine(segment).Seal(length);

    /// <summary>Deletes a segment's file. Its records are gone when this has returned.</summary>
    /// <exception cref="IOException">The file could not be deleted, or it is not certain that it is.</exception>
    public void Drop(Segment segment)
    {
        lock (_lock)
        {
            // What a rewritten segment stands for must go first: without it, the old one would count again.
            if (DeleteSuperseded() is { } remains)
                throw remains;
            _disk.Delete(segment.Path);
            Replace(segment, null);
        }
        _disk.FlushFolder(_folder);
    }

    /// <summary>Copies what is kept of a segment to a new file, which then stands in its place; damaged stretches are not copied. A
    /// crash at any moment leaves the old or the new one.</summary>
    /// <remarks>The new file is flushed before it has a name that counts, and has a higher revision than the old one, which is
    /// deleted when the new name is on the medium. So of two files of one number, the one of the higher revision is whole.</remarks>
    /// <exception cref="InvalidOperationException">The segment may still be appended to.</exception>
    /// <exception cref="IOException">The copy could not be made; the segment stays as it was.</exception>
    public Rewritten Rewrite(Segment segment, Func<RecordHeader, bool> keep)
    {
        if (_segments is [.., var newest] && newest == segment && segment.TakesAppends)
            throw new InvalidOperationException($"{segment.Path} is still appended to");
        var name = new SegmentName(_name, segment.Number, ++segment.LastRevision, NewSalt());
        var copy = new SegmentCopy(_disk, segment, _folder, name);
        if (copy.Make(keep) is not { } made)
        {
            Drop(segment);
            return new Rewritten(null, copy.Offsets, copy.Damages, null);
        }
        lock (_lock)
        {
            Replace(segment, made);
            _superseded.Add(segment.Path);
            return new Rewritten(made, copy.Offsets, copy.Damages, DeleteSuperseded());
        }
    }

    /// <summary>Deletes what rewritten segments stand for, if that failed before, and has it on the medium.</summary>
    /// <exception cref="IOException">Something is still there, or it is not certain that it is not.</exception>
    public void DeleteSupersededNow()
    {
        lock (_lock)
        {
            if (DeleteSuperseded() is { } remains)
                throw remains;
        }
        _disk.FlushFolder(_folder);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var segment in _segments)
                segment.Close();
        }
    }

    private static uint NewSalt()
    {
        Span<byte> salt = stackalloc byte[sizeof(uint)];
        RandomNumberGenerator.Fill(salt);
        return BitConverter.ToUInt32(salt);
    }

    /// <summary>A segment that was made and never took a record is not left behind: on a full disk there would be one for each
    /// try.</summary>
    private void DropEmpty()
    {
        if (_segments is [.., { TakesAppends: false, Length: SegmentHeader.Bytes } newest] && _disk.TryDelete(newest.Path) is null)
            Replace(newest, null);
    }

    /// <exception cref="IOException">It was dropped or rewritten.</exception>
    private Segment Mine(Segment segment) =>
        Array.LastIndexOf(_segments, segment) >= 0 ? segment : throw new IOException($"{segment.Path} is no longer in use");

    private void Replace(Segment segment, Segment? by)
    {
        _segments = [.. _segments.Select(other => other == segment ? by : other).OfType<Segment>()];
        segment.Close();
    }

    /// <returns>Why some are still there, or null.</returns>
    private IOException? DeleteSuperseded()
    {
        if (_superseded.Count == 0)
            return null;
        try
        {
            // Not before the names of what stands for them are on the medium.
            _disk.FlushFolder(_folder);
            foreach (var path in _superseded.ToArray())
            {
                _disk.Delete(path);
                _superseded.Remove(path);
            }
            _disk.FlushFolder(_folder);
            return null;
        }
        catch (IOException exception)
        {
            return exception;
        }
    }
}
