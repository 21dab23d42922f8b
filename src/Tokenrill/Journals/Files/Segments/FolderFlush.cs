using System.Runtime.InteropServices;

namespace Tokenrill.Journals.Files;

/// <summary>Puts a folder's names on the medium, which .NET cannot: fsync of the folder. Windows has nothing like it, and its file
/// systems keep names in a log of their own.</summary>
internal static partial class FolderFlush
{
    private const int ReadOnly = 0;
    private const int Interrupted = 4;
    private const int NotForFolders = 22;
    private const int ReadOnlyDisk = 30;

    /// <exception cref="IOException">The folder cannot be opened or flushed.</exception>
    public static void Run(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        int file;
        while ((file = Open(folder, ReadOnly)) < 0)
            ThrowUnlessInterrupted(folder);
        try
        {
            while (Flush(file) < 0)
            {
                // Some network file systems know no flush of a folder, and on a disk that is read-only nothing waits for one.
                if (Marshal.GetLastPInvokeError() is NotForFolders or ReadOnlyDisk)
                    return;
                ThrowUnlessInterrupted(folder);
            }
        }
        finally
        {
            _ = Close(file);
        }
    }

    private static void ThrowUnlessInterrupted(string folder)
    {
        var error = Marshal.GetLastPInvokeError();
        if (error != Interrupted)
            throw new IOException($"the folder {folder} could not be flushed: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Flush(int file);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int file);
}
