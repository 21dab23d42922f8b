using Microsoft.Win32.SafeHandles;
using Tokenrill.Journals.Files;

namespace Tokenrill.Tests.Journals;

/// <summary>What can be asked of a disk that changes something.</summary>
public enum DiskCall
{
    Create,
    Write,
    Flush,
    Truncate,
    Rename,
    Delete,
    FlushFolder,
}

/// <summary>Real files on a disk that fails, or waits, when it is told to. Any thread may tell it.</summary>
internal sealed class FaultyDisk : IDisk
{
    private readonly Disk _disk = new();
    private readonly object _lock = new();
    private readonly List<DiskCall> _calls = [];
    private readonly HashSet<DiskCall> _failing = [];
    private TaskCompletionSource? _held;
    private DiskCall _holding;
    private int _callsToLive = int.MaxValue;

    /// <summary>What was asked for, in order, that which failed included.</summary>
    public IReadOnlyList<DiskCall> Calls
    {
        get
        {
            lock (_lock)
                return [.. _calls];
        }
    }

    /// <summary>Whether it has died.</summary>
    public bool IsDead
    {
        get
        {
            lock (_lock)
                return _callsToLive == 0;
        }
    }

    /// <summary>Every such call fails from now on.</summary>
    public void Fail(DiskCall call)
    {
        lock (_lock)
            _failing.Add(call);
    }

    /// <summary>No call fails any more.</summary>
    public void Recover()
    {
        lock (_lock)
            _failing.Clear();
    }

    /// <summary>Every such call waits from now on.</summary>
    /// <returns>Completes when one does.</returns>
    public Task Hold(DiskCall call)
    {
        lock (_lock)
        {
            _holding = call;
            _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _held.Task;
        }
    }

    /// <summary>Calls that wait go on.</summary>
    public void Release()
    {
        lock (_lock)
        {
            _held = null;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Dies in the call that is this many calls away: a write is done by half, anything else not at all, and so is all that
    /// comes after it.</summary>
    public void DieAt(int calls)
    {
        lock (_lock)
            _callsToLive = calls;
    }

    /// <summary>Forgets what was asked for.</summary>
    public void Forget()
    {
        lock (_lock)
            _calls.Clear();
    }

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
        if (WritesHalf())
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

    private bool WritesHalf()
    {
        lock (_lock)
            return _failing.Contains(DiskCall.Write) || _callsToLive == 1;
    }

    private void Enter(DiskCall call)
    {
        lock (_lock)
        {
            while (_held is { } held && _holding == call)
            {
                held.TrySetResult();
                Monitor.Wait(_lock);
            }
            if (_callsToLive == 0)
                throw new IOException("the disk is dead");
            _calls.Add(call);
            if (_callsToLive != int.MaxValue && --_callsToLive == 0)
                throw new IOException("the disk died");
            if (_failing.Contains(call))
                throw new IOException($"{call} fails");
        }
    }
}
