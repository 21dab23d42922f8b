namespace Tokenrill.Server.Commands.Journals;

/// <summary>Standard output takes nothing any more.</summary>
internal sealed class OutputException(IOException inner) : Exception($"Standard output cannot be written to: {inner.Message}", inner)
{
    // EPIPE on Linux and on macOS, a broken pipe and one that is closing on Windows.
    private static readonly int[] HungUp = [32, unchecked((int)0x8007006D), unchecked((int)0x800700E8)];

    /// <summary>Whether that is because its reader has gone.</summary>
    public bool IsHungUp => HungUp.Contains(InnerException!.HResult);
}
