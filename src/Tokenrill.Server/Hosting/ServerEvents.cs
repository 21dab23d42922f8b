namespace Tokenrill.Server.Hosting;

/// <summary>What the log says about the server itself.</summary>
internal sealed partial class ServerEvents(ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger("Tokenrill.Server");

    [LoggerMessage(200, LogLevel.Information, "{Explanation}")]
    public partial void ModelsChosen(string explanation);

    [LoggerMessage(201, LogLevel.Warning, "{Warning}")]
    public partial void Ignored(string warning);

    [LoggerMessage(202, LogLevel.Information, "Listening on {Addresses}")]
    public partial void Listening(string addresses);

    [LoggerMessage(203, LogLevel.Warning, "Listening beyond this machine without API keys, because Tokenrill:AllowInsecure says so: whoever reaches the server may use it")]
    public partial void Insecure();

    [LoggerMessage(204, LogLevel.Information, "Stopping: what runs is interrupted")]
    public partial void Stopping();
}
