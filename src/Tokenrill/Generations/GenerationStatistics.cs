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
public sealed record GenerationStatistics(TimeSpan? FirstToken, TimeSpan Duration, double? TokensPerSecond, int Characters, int Chunks)
{
    /// <summary>Measures a log. <paramref name="appended"/> events are looked at, visible or not.</summary>
    internal static GenerationStatistics Measure(GenerationLog log, int appended, TimeSpan now, TokenUsage? usage)
    {
        TimeSpan? first = null;
        TimeSpan last = default;
        var chunks = 0;
        for (var sequence = 1; sequence <= appended; sequence++)
        {
            var entry = log.Entry(sequence);
            if (entry.Kind is not (EventKind.Text or EventKind.Reasoning or EventKind.ToolCall or EventKind.ToolCallFragment))
                continue;
            chunks++;
            last = TimeSpan.FromTicks(entry.Elapsed);
            first ??= last;
        }
        var tokens = usage is { OutputTokens: > 0 } counted ? counted.OutputTokens : chunks;
        var span = first is null ? 0 : (last - first.Value).TotalSeconds;
        return new(first, now, tokens > 1 && span > 0 ? (tokens - 1) / span : null, CountCharacters(log.TextUpTo(appended, EventKind.Text)), chunks);
    }

    private static int CountCharacters(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var octet in utf8)
            if ((octet & 0xC0) != 0x80)
                count++;
        return count;
    }
}
