namespace Tokenrill.Server.Commands;

/// <summary>What the process says to whoever started it. The numbers above 2 are those of sysexits.h.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The command line was wrong.</summary>
    public const int Usage = 2;

    /// <summary>The address cannot be listened on.</summary>
    public const int Unavailable = 69;

    /// <summary>Nothing can be stored where it should be.</summary>
    public const int Storage = 73;

    /// <summary>The configuration was wrong.</summary>
    public const int Configuration = 78;
}
