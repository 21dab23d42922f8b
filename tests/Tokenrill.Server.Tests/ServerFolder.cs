namespace Tokenrill.Server.Tests;

/// <summary>A working directory for servers, one after the other. Deleted with the test.</summary>
internal sealed class ServerFolder : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tokenrill-");

    public string Path => _directory.FullName;

    /// <summary>The names of all that is in it, folders too.</summary>
    public string[] Files => [.. _directory.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Select(file => file.Name)];

    public void Dispose() => _directory.Delete(recursive: true);
}
