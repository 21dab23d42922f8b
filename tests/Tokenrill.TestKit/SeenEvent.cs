using System.Text;
using Tokenrill.Logs;

namespace Tokenrill.TestKit;

/// <summary>An event as a reader saw it, copied out of the log.</summary>
public sealed record SeenEvent(int Sequence, EventKind Kind, string Text, EventDetail? Detail, TimeSpan Elapsed)
{
    /// <summary>Copies one event.</summary>
    public static SeenEvent Of(in LogEvent next) => new(
        next.Sequence, next.Kind, Encoding.UTF8.GetString(next.Bytes), next.Kind is EventKind.Text or EventKind.Reasoning ? null : next.Detail, next.Elapsed);

    /// <summary>Every event that readers may see now.</summary>
    public static IReadOnlyList<SeenEvent> All(GenerationLog log)
    {
        var seen = new List<SeenEvent>();
        for (var sequence = 1; sequence <= log.LastSequence; sequence++)
            seen.Add(Of(log[sequence]));
        return seen;
    }

    /// <summary>Takes everything a reader finds now.</summary>
    public static void Drain(LogReader reader, List<SeenEvent> into)
    {
        while (reader.TryRead(out var next))
            into.Add(Of(next));
    }

    /// <summary>Follows a log to its terminal event.</summary>
    public static async Task<IReadOnlyList<SeenEvent>> FollowAsync(LogReader reader)
    {
        var seen = new List<SeenEvent>();
        while (true)
        {
            Drain(reader, seen);
            if (reader.IsAtEnd || reader.IsCancelled)
                return seen;
            await reader.WaitAsync();
        }
    }
}
