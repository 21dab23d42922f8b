namespace Tokenrill.Server.Logging;

/// <summary>The server's log as lines on a stream. Its alias is that of the framework's console, in whose place it stands:
/// levels that are set for <c>Logging:Console</c> hold for it.</summary>
[ProviderAlias("Console")]
internal sealed class LineLoggerProvider(Stream output, LineFormat format) : ILoggerProvider
{
    private readonly LineWriter _writer = new(output, format);

    /// <summary>On standard output. What is pending is also written when the process ends without disposing of it.</summary>
    public static LineLoggerProvider OnStandardOutput()
    {
        var isColoured = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null;
        var provider = new LineLoggerProvider(Console.OpenStandardOutput(), new LineFormat(TimeProvider.System, isColoured));
        AppDomain.CurrentDomain.UnhandledException += (_, _) => provider.Dispose();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => provider.Dispose();
        return provider;
    }

    public ILogger CreateLogger(string categoryName) => new LineLogger(categoryName, _writer);

    public void Dispose() => _writer.Dispose();
}
