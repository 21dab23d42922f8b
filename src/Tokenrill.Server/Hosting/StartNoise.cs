namespace Tokenrill.Server.Hosting;

/// <summary>Keeps what the host says of a failed start out of the log: an exception with its stack, where the operator is
/// told what is wrong in a sentence. Once started, everything counts.</summary>
internal sealed class StartNoise
{
    private static readonly string[] Categories = ["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Server.Kestrel"];

    private volatile bool _hasStarted;

    public void AddTo(ILoggingBuilder logging)
    {
        foreach (var category in Categories)
            logging.AddFilter(category, level => level >= (_hasStarted ? LogLevel.Warning : LogLevel.None));
    }

    public void Started() => _hasStarted = true;
}
