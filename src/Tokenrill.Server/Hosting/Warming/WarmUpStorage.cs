using Tokenrill.Options;

namespace Tokenrill.Server.Hosting.Warming;

/// <summary>What the warm-up stores, where the server stores in files: in a folder for temporary ones, gone afterwards. Nothing where there is no room for it.</summary>
internal sealed class WarmUpStorage : IDisposable
{
    private readonly DirectoryInfo? _folder;

    public WarmUpStorage(StorageKind kind)
    {
        if (kind != StorageKind.Files)
            return;
        try
        {
            _folder = Directory.CreateTempSubdirectory("tokenrill-warm-up-");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The journal's code is compiled when it is needed, then.
        }
    }

    /// <summary>Nobody waits for the disk.</summary>
    public StorageOptions Options => _folder is null
        ? new StorageOptions { Kind = StorageKind.Memory }
        : new StorageOptions { Kind = StorageKind.Files, Path = _folder.FullName, Durability = Durability.None };

    public void Dispose()
    {
        try
        {
            _folder?.Delete(recursive: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The system clears its own folder.
        }
    }
}
