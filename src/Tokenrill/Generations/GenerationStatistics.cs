using Tokenrill.Logs;
using Tokenrill.Models;

namespace Tokenrill.Generations;

/// <summary>How a generation went, measured from its log.</summary>
/// <param name="FirstToken">From the start to the first piece of text, reasoning or tool call; null when none came.</param>
/// <param name="Duration">From the start to the end.</param>
/// <param name="TokensPerSecond">Output tokens a second after the first; the provider's count where it gave one,
/// otherwise events. Null when there is nothing to divide by.</param>
/// <param name="Characters">Unicode code points of the text.</param>
/// <param name="Chunks">Events that carried output.</param>
public readonly record struct GenerationStatistics(TimeSpan? FirstToken, TimeSpan Duration, double? TokensPerSecond, int Characters, int Chunks)
{
    /// <summary>Measures a log that is about to end. Called under its lock.</summary>
    internal static GenerationStatistics Measure(GenerationLog log, TokenUsage? usage)
    {
        var output = log.Output;
        var tokens = usage is { OutputTokens: > 0 } counted ? counted.OutputTokens : output.Events;
        var seconds = TimeSpan.FromTicks(output.Last - output.First).TotalSeconds;
        var text = new TextCount();
        text.Add(log.TextUpTo(log.LastAppended, EventKind.Text));
        return new(
            output.Events > 0 ? TimeSpan.FromTicks(output.First) : null,
            log.Age,
            tokens > 1 && seconds > 0 ? (tokens - 1) / seconds : null,
            text.Characters,
            output.Events);
    }
}
