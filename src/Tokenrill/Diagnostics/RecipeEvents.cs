using Microsoft.Extensions.Logging;

namespace Tokenrill.Diagnostics;

/// <summary>What an operator sees of recipes.</summary>
internal sealed partial class RecipeEvents(ILogger logger)
{
    [LoggerMessage(30, LogLevel.Warning, "recipe {Fault}; the last version without faults stays in use, if there was one")]
    public partial void Faulty(string fault);

    [LoggerMessage(31, LogLevel.Information, "recipes read again: there are {Count}")]
    public partial void Reloaded(int count);

    [LoggerMessage(32, LogLevel.Warning, "changes of recipes in {Path} will not be noticed before a restart: {Detail}")]
    public partial void NotWatched(string path, string detail);

    [LoggerMessage(33, LogLevel.Information, "pipeline {Pipeline} ended {Outcome} in stage {Stage} generation={Generation}")]
    public partial void PipelineEnded(string pipeline, string outcome, int stage, string generation);

    [LoggerMessage(34, LogLevel.Warning, "pipeline {Pipeline} could not start stage {Stage} error={Error}: {Detail}")]
    public partial void StageNotStarted(string pipeline, int stage, string error, string detail, Exception? exception);
}
