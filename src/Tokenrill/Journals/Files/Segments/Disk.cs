using Microsoft.Win32.SafeHandles;

namespace Tokenrill.Journals.Files;

/// <summary>The file system of this machine. Files are shared, so that a tool may look while the server runs.</summary>
internal sealed class Disk : IDisk
{
    private const FileShare Shared = FileShare.ReadWrite | FileShare.Delete;

    public IReadOnlyList<string> List(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path))];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (UnauthorizedAccessException exception)
        {
            throw Refused(exception);
        }
    }

    public SafeFileHandle Create(string path) => Open(path, FileMode.CreateNew, FileAccess.ReadWrite);

    public SafeFileHandle Open(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, Shared);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException || (exception is IOException and not FileNotFoundException))
        {
            // Read-only, or on a disk that is: what is there can still be read.
            return Open(path, FileMode.Open, FileAccess.Read);
        }
    }

    public void Write(SafeFileHandle file, long offset, ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(file, bytes, offset);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // The latter when the file would be larger than the disk or a limit of the process lets it be.
            throw Refused(exception);
        }
    }

    public void Flush(SafeFileHandle file)
    {
        try
        {
            RandomAccess.FlushToDisk(file);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw Refused(exception);
        }
    }

    public long Length(SafeFileHandle file) => RandomAccess.GetLength(file);

    public void Truncate(SafeFileHandle file, long length)
    {
        try
        {
            RandomAccess.SetLength(file, length);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw Refused(exception);
        }
    }

    public void Rename(string from, string to)
    {
        try
        {
            // Told to replace, it is one rename and nothing else; without, it may be a copy.
            File.Move(from, to, overwrite: true);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw Refused(exception);
        }
    }

    public void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone with its folder.
        }
        catch (UnauthorizedAccessException exception)
        {
            throw Refused(exception);
        }
    }

    public bool Exists(string path) => File.Exists(path);

    public void FlushFolder(string folder) => FolderFlush.Run(folder);

    private static SafeFileHandle Open(string path, FileMode mode, FileAccess access)
    {
        try
        {
            return File.OpenHandle(path, mode, access, Shared);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw Refused(exception);
        }
    }

    private static IOException Refused(Exception exception) => new(exception.Message, exception);
}
