using Microsoft.Win32.SafeHandles;

namespace Tokenrill.Journals.Files;

/// <summary>The file system of this machine for whoever only looks: whatever would change something is refused. Nothing is locked, and who
/// uses the files may write, rename and delete them meanwhile.</summary>
internal sealed class ReadOnlyDisk : IDisk
{
    private readonly Disk _disk = new();

    public IReadOnlyList<string> List(string folder) => _disk.List(folder);

    public SafeFileHandle Open(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    public long Length(SafeFileHandle file) => _disk.Length(file);

    public bool Exists(string path) => _disk.Exists(path);

    public SafeFileHandle Create(string path) => throw Refused();

    public void Write(SafeFileHandle file, long offset, ReadOnlySpan<byte> bytes) => throw Refused();

    public void Flush(SafeFileHandle file) => throw Refused();

    public void Truncate(SafeFileHandle file, long length) => throw Refused();

    public void Rename(string from, string to) => throw Refused();

    public void Delete(string path) => throw Refused();

    public void FlushFolder(string folder) => throw Refused();

    private static IOException Refused() => new("a journal that is only looked at is not changed");
}
