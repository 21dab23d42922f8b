using Microsoft.Win32.SafeHandles;
using Tokenrill.Journals.Files;

namespace Tokenrill.Tests.Journals;

/// <summary>What can be asked of a disk that changes something.</summary>
internal enum DiskCall
{
    Create,
    Write,
    Flush,
    Truncate,
    Rename,
    Delete,
    FlushFolder,
}

/// <summary>Real files on a disk that fails when it is told to.</summary>
internal sealed class FaultyDisk : IDisk
{
    private readonly Disk _disk = new();
    private readonly List<DiskCall> _calls = [];
    private readonly HashSet<DiskCall> _failing = [];
    private int _callsToLive = int.MaxValue;

    /// <summary>What was asked for, in order, that which failed included.</summary>
    public IReadOnlyList<DiskCall> Calls => _calls;

    /// <summary>Whether it has died.</summary>
    public bool IsDead => _callsToLive == 0;

    /// <summary>Every such call fails from now on.</summary>
    public void Fail(DiskCall call) => _failing.Add(call);

    /// <summary>No call fails any more.</summary>
    public void Recover() => _failing.Clear();

    /// <summary>Dies in the call that is this many calls away: a write is done by half, anything else not at all, and so is all that
    /// comes after it.</summary>
    public void DieAt(int calls) => _callsToLive = calls;

    /// <summary>Forgets what was asked for.</summary>
    public void Forget() => _calls.Clear();

    public IReadOnlyList<string> List(string folder) => _disk.List(folder);

    public SafeFileHandle Create(string path)
    {
        Enter(DiskCall.Create);
        return _disk.Create(path);
    }

    public SafeFileHandle Open(string path) => _disk.Open(path);

    public void Write(SafeFileHandle file, long offset, ReadOnlySpan<byte> bytes)
    {
        // A full disk, like a crash, takes some of it.
        if (_failing.Contains(DiskCall.Write) || _callsToLive == 1)
            _disk.Write(file, offset, bytes[..(bytes.Length / 2)]);
        Enter(DiskCall.Write);
        _disk.Write(file, offset, bytes);
    }

    public void Flush(SafeFileHandle file)
    {
        Enter(DiskCall.Flush);
        _disk.Flush(file);
    }

    public long Length(SafeFileHandle file) => _disk.Length(file);

    public void Truncate(SafeFileHandle file, long length)
    {
        Enter(DiskCall.Truncate);
        _disk.Truncate(file, length);
    }

    public void Rename(string from, string to)
    {
        Enter(DiskCall.Rename);
        _disk.Rename(from, to);
    }

    public void Delete(string path)
    {
        Enter(DiskCall.Delete);
        _disk.Delete(path);
    }

    public bool Exists(string path) => _disk.Exists(path);

    public void FlushFolder(string folder)
    {
        Enter(DiskCall.FlushFolder);
        _disk.FlushFolder(folder);
    }

    private void Enter(DiskCall call)
    {
        if (_callsToLive == 0)
            throw new IOException("the disk is dead");
        _calls.Add(call);
        if (_callsToLive != int.MaxValue && --_callsToLive == 0)
            throw new IOException("the disk died");
        if (_failing.Contains(call))
            throw new IOException($"{call} fails");
    }
}
