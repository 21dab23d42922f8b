using System.Text;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.Generations;
using Tokenrill.Logs;
using Tokenrill.Models;

namespace Tokenrill.AspNetCore.Dialects.Native;

/// <summary>Takes a generation's state from its log: everything in it is as of one event.</summary>
internal static class GenerationStateReader
{
    /// <summary>The whole state.</summary>
    public static GenerationState Read(Generation generation)
    {
        var log = generation.Log;
        var last = log.LastSequence;
        var reasoning = 0;
        for (var sequence = 1; sequence <= last; sequence++)
            if (log[sequence] is { Kind: EventKind.Reasoning } next)
                reasoning += next.Bytes.Length;
        var calls = WholeToolCall.Of(log, last);
        return Outline(generation, last) with
        {
            Text = last > 0 ? Encoding.UTF8.GetString(log[last].TextSoFar) : "",
            Reasoning = reasoning > 0 ? Encoding.UTF8.GetString(log.ReasoningText[..reasoning]) : null,
            ToolCalls = calls.Count == 0 ? null : [.. calls.Select(call => new ToolCallState(call.Call.Id, call.Call.Name, Encoding.UTF8.GetString(call.Arguments.Span)))],
        };
    }

    /// <summary>The state without what the model said.</summary>
    public static GenerationState Outline(Generation generation) => Outline(generation, generation.Log.LastSequence);

    private static GenerationState Outline(Generation generation, int last)
    {
        // None is visible yet for a moment after the start, and longer under a journal that stores first.
        var end = last > 0 ? generation.Log[last] : default;
        var hasEnded = last > 0 && end.Kind.IsTerminal();
        var state = new GenerationState
        {
            Id = generation.Id,
            Status = hasEnded ? end.Kind.WireName() : GenerationStatus.Active.WireName(),
            Model = generation.Model,
            Session = generation.Session,
            Usage = generation.Usage is { } usage ? new(usage.InputTokens, usage.OutputTokens, usage.ReasoningTokens) : null,
            CreatedAt = WireTime.Of(generation.CreatedAt),
            EndedAt = hasEnded ? WireTime.Of(generation.CreatedAt + end.Elapsed) : null,
            LastSequence = last,
            Readers = generation.Readers,
            Metadata = generation.Request.Metadata,
        };
        return !hasEnded ? state : end.Detail switch
        {
            CompletedDetail completed => state with { FinishReason = completed.FinishReason.WireName(), Statistics = StateOf(completed.Statistics) },
            FailedDetail failed => state with { Error = StateOf(failed.Error), Statistics = StateOf(failed.Statistics) },
            CancelledDetail cancelled => state with { Reason = cancelled.Reason },
            SupersededDetail superseded => state with { By = superseded.By },
            _ => state,
        };
    }

    private static StatisticsState StateOf(GenerationStatistics statistics) => new(
        (long?)statistics.FirstToken?.TotalMilliseconds,
        (long)statistics.Duration.TotalMilliseconds,
        statistics.TokensPerSecond is { } rate ? Math.Round(rate, 1) : null,
        statistics.Characters,
        statistics.Chunks);

    /// <summary>An error as clients see it.</summary>
    public static ErrorState StateOf(GenerationError error) =>
        new(error.Code.Info().Name, error.Message, error.Id, error.Code.Info().Retryable);
}
