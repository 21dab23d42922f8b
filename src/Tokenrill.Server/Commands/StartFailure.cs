namespace Tokenrill.Server.Commands;

/// <summary>The server cannot start, for reasons that its operator can do something about. The message is all there is to say.</summary>
internal sealed class StartFailure(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>All faults of the configuration at once.</summary>
    public static StartFailure OfConfiguration(IReadOnlyCollection<string> faults) => new(
        Commands.ExitCode.Configuration,
        $"The configuration has {(faults.Count == 1 ? "a fault" : $"{faults.Count} faults")}; nothing was started.\n{string.Join('\n', faults.Select(fault => $"  - {fault}"))}");
}
