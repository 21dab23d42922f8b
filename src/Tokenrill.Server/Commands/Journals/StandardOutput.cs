using Microsoft.Win32.SafeHandles;

namespace Tokenrill.Server.Commands.Journals;

/// <summary>Where a command writes what is for another program.</summary>
internal static class StandardOutput
{
    /// <summary>A stream on it.</summary>
    public static Stream Open()
    {
        if (OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();
        // The console's own stream does not say that the reader of a pipe has gone, and all would be read for nobody. In a file, where others
        // may go on writing, only the console's own stream leaves them the right place.
        var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        if (!pipe.CanSeek)
            return pipe;
        pipe.Dispose();
        return Console.OpenStandardOutput();
    }
}
