namespace Tokenrill.Server.Commands;

/// <summary>What the process says to whoever started it. The numbers above 2 are those of sysexits.h.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>What was checked is not sound.</summary>
    public const int Unsound = 1;

    /// <summary>The command line was wrong.</summary>
    public const int Usage = 2;

    /// <summary>What should be read is not there, or cannot be read.</summary>
    public const int NoInput = 66;

    /// <summary>The address cannot be listened on.</summary>
    public const int Unavailable = 69;

    /// <summary>Nothing can be stored where it should be.</summary>
    public const int Storage = 73;

    /// <summary>Standard output cannot be written to.</summary>
    public const int Output = 74;

    /// <summary>The configuration was wrong.</summary>
    public const int Configuration = 78;
}
