using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.FileProviders;
using Tokenrill.Server.Commands;
using Tokenrill.Server.Logging;

namespace Tokenrill.Server.Hosting;

/// <summary>A host with the server's own ways: where configuration is looked for, and where the log goes.</summary>
internal static class ServerBuilder
{
    private const string SettingsFile = "appsettings.json";

    // Lowest of all sources, so that anything else overrides it.
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:System"] = "Warning",
    };

    /// <exception cref="StartFailure">A file of settings cannot be read.</exception>
    public static WebApplicationBuilder Create(string[] args)
    {
        try
        {
            var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
            AddSettingsOfWorkingDirectory(builder.Configuration);
            builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
            AddLines(builder.Logging);
            builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
            return builder;
        }
        catch (InvalidDataException exception)
        {
            // The innermost says line and column, and quotes nothing of the file but the sign that is wrong.
            throw new StartFailure(ExitCode.Configuration, $"{exception.Message} {exception.GetBaseException().Message}", exception);
        }
    }

    /// <summary>The program's directory is not a place where people keep their settings: with <c>./run</c> it is a build output.</summary>
    private static void AddSettingsOfWorkingDirectory(ConfigurationManager configuration)
    {
        var directory = Directory.GetCurrentDirectory();
        if (Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory) == Path.TrimEndingDirectorySeparator(directory))
            return;
        IList<IConfigurationSource> sources = configuration.Sources;
        var behind = sources.Select((source, index) => source is JsonConfigurationSource ? index + 1 : 0).Max();
        sources.Insert(behind, new JsonConfigurationSource { Path = SettingsFile, Optional = true, FileProvider = new PhysicalFileProvider(directory) });
    }

    private static void AddLines(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        // Made by the container, so that it is disposed, and everything written, when the host is: also after a failed start.
        logging.Services.AddSingleton<ILoggerProvider>(_ => LineLoggerProvider.OnStandardOutput());
    }
}
