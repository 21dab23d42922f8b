namespace Tokenrill.Journals.Files;

internal static class DiskDeletion
{
    /// <summary>Deletes a file that counts for nothing.</summary>
    /// <returns>What went wrong, or null.</returns>
    public static IOException? TryDelete(this IDisk disk, string path)
    {
        try
        {
            disk.Delete(path);
            return null;
        }
        catch (IOException exception)
        {
            return exception;
        }
    }
}
