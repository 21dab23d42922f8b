using Microsoft.Win32.SafeHandles;
using Tokenrill.Journals.Files;

namespace Tokenrill.Tests.Journals;

/// <summary>Real files that nobody waits for to reach the medium: for tests that open thousands of journals.</summary>
internal sealed class QuickDisk : IDisk
{
    private readonly Disk _disk = new();

    public IReadOnlyList<string> List(string folder) => _disk.List(folder);

    public SafeFileHandle Create(string path) => _disk.Create(path);

    public SafeFileHandle Open(string path) => _disk.Open(path);

    public void Write(SafeFileHandle file, long offset, ReadOnlySpan<byte> bytes) => _disk.Write(file, offset, bytes);

    public void Flush(SafeFileHandle file)
    {
    }

    public long Length(SafeFileHandle file) => _disk.Length(file);

    public void Truncate(SafeFileHandle file, long length) => _disk.Truncate(file, length);

    public void Rename(string from, string to) => _disk.Rename(from, to);

    public void Delete(string path) => _disk.Delete(path);

    public bool Exists(string path) => _disk.Exists(path);

    public void FlushFolder(string folder)
    {
    }
}
