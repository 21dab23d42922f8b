namespace Tokenrill.Journals.Files;

/// <summary>Keeps a folder for one process. The operating system lets go of it when the process dies, however that happens.</summary>
internal sealed class FolderLock : IDisposable
{
    private const string FileName = "lock";

    // What the runtime says of a file that somebody else has locked: EAGAIN on Linux and on macOS, a sharing violation on Windows.
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Makes the folder, if it is not there, and takes it.</summary>
    /// <exception cref="JournalException">It cannot be used, or another process has it.</exception>
    public static FolderLock Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unusable(folder, exception);
        }
        var path = Path.Combine(folder, FileName);
        try
        {
            return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (Held.Contains(exception.HResult))
        {
            throw new JournalException(
                $"The folder {Path.GetFullPath(folder)} is in use by another Tokenrill. One process at a time can store there: stop the other one, or give this one a folder of its own with --Tokenrill:Storage:Path=FOLDER", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(folder, exception);
        }
    }

    /// <summary>What is said of a folder that nothing can be stored in.</summary>
    public static JournalException Unusable(string folder, Exception exception) => new(
        $"Nothing can be stored in {Path.GetFullPath(folder)}: {exception.Message} Make it a folder that can be written to, choose another with --Tokenrill:Storage:Path=FOLDER, or keep everything in memory with --Tokenrill:Storage:Kind=memory", exception);

    public void Dispose() => _file.Dispose();
}
