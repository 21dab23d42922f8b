using Microsoft.Extensions.Logging;
using Tokenrill.Diagnostics.Lines;
using Tokenrill.Generations;

namespace Tokenrill.Diagnostics;

/// <summary>What an operator sees of generations: one log line for each thing that happens to one, and the numbers.
/// Never the prompt, the answer or a key.</summary>
internal sealed partial class GenerationEvents(ILogger logger, TokenrillMetrics metrics)
{
    // What is said of every generation; what is said of few is generated, below.
    private static readonly LineTemplate StartedLine = new("{Generation} started session={Session} epoch={Epoch} model={Model} owner={Owner}");
    private static readonly LineTemplate FirstTokenLine = new("{Generation} first token after {Milliseconds} ms model={Model}");
    private static readonly LineTemplate EndedLine = new("{Generation} ended {Outcome} duration={Milliseconds} ms chunks={Chunks} output_tokens={OutputTokens} session={Session} model={Model}");

    public void Started(Generation generation)
    {
        metrics.Started(generation);
        Say(new EventId(1, "LogStarted"), StartedLine, generation.Id, generation.Session ?? "-", generation.Epoch, generation.Model, generation.Owner);
    }

    public void FirstToken(Generation generation, TimeSpan after)
    {
        metrics.FirstToken(generation, after);
        Say(new EventId(2, "LogFirstToken"), FirstTokenLine, generation.Id, (long)after.TotalMilliseconds, generation.Model);
    }

    public void Superseded(Generation generation, string by) => LogSuperseded(generation.Id, by, generation.Session ?? "-");

    public void Stopped(Generation generation, string reason) => LogStopped(generation.Id, reason, generation.Session ?? "-");

    public void DeadlineExpired(Generation generation, GenerationError error) =>
        LogFailed(generation.Id, error.Id, error.Code.Info().Name, generation.Model, "the deadline passed", null);

    public void Failed(Generation generation, GenerationError error, Exception exception) =>
        LogFailed(generation.Id, error.Id, error.Code.Info().Name, generation.Model, exception.Message, error.Code == ErrorCode.Internal ? exception : null);

    public void FallingBack(Generation generation, string from, string to, Exception exception) =>
        LogFallingBack(generation.Id, from, to, exception.Message);

    public void PredecessorStuck(Generation generation, TimeSpan patience) =>
        LogPredecessorStuck(generation.Id, generation.Session ?? "-", patience.TotalSeconds);

    public void ProviderStuck(Generation generation, TimeSpan patience) =>
        LogProviderStuck(generation.Id, generation.Model, patience.TotalSeconds);

    public void Ended(Generation generation)
    {
        metrics.Ended(generation);
        Say(new EventId(9, "LogEnded"), EndedLine, generation.Id, generation.Outcome.WireName(), (long)generation.Log.Age.TotalMilliseconds, generation.Log.Output.Events,
            generation.Usage?.OutputTokens ?? -1, generation.Session ?? "-", generation.Model);
    }

    private void Say(EventId id, LineTemplate template, params ReadOnlySpan<LogValue> values)
    {
        if (!logger.IsEnabled(LogLevel.Information))
            return;
        var all = default(LogValues);
        values.CopyTo(all);
        logger.Log(LogLevel.Information, id, new LogLine(template, all), null, static (line, _) => line.ToString());
    }

    [LoggerMessage(3, LogLevel.Information, "{Generation} superseded by {By} session={Session}")]
    private partial void LogSuperseded(string generation, string by, string session);

    [LoggerMessage(4, LogLevel.Information, "{Generation} stopped reason={Reason} session={Session}")]
    private partial void LogStopped(string generation, string reason, string session);

    [LoggerMessage(5, LogLevel.Warning, "{Generation} failed error={Error} code={Code} model={Model}: {Detail}")]
    private partial void LogFailed(string generation, string error, string code, string model, string detail, Exception? exception);

    [LoggerMessage(6, LogLevel.Warning, "{Generation} could not use {From} and asks {To}: {Detail}")]
    private partial void LogFallingBack(string generation, string from, string to, string detail);

    [LoggerMessage(7, LogLevel.Warning, "{Generation} starts although the generation before it in session={Session} has not cleaned up within {Seconds} s")]
    private partial void LogPredecessorStuck(string generation, string session, double seconds);

    [LoggerMessage(8, LogLevel.Warning, "{Generation} gave up on its provider, which did not stop within {Seconds} s model={Model}; what it still sends goes nowhere")]
    private partial void LogProviderStuck(string generation, string model, double seconds);
}
