using System.Security.Cryptography;
using System.Text;
using Tokenrill.Generations;
using Tokenrill.Logs;
using Tokenrill.Sessions;

namespace Tokenrill.Tests.Journals;

/// <summary>All that can be seen of generations and sessions, as lines that can be compared.</summary>
internal static class SeenGeneration
{
    /// <summary>What a generation is, each of its events, and what they come to.</summary>
    public static IReadOnlyList<string> Of(Generation generation)
    {
        var log = generation.Log;
        var metadata = string.Join(",", (generation.Request.Metadata ?? new Dictionary<string, string>()).Order());
        return
        [
            $"{generation.Id} {generation.Owner} {generation.Session} {generation.Message} {generation.Model} {generation.CreatedAt:o} {generation.EndedAt:o} {generation.Status} {generation.Usage} {generation.Epoch} {metadata}",
            .. Events(log),
            $"text {Digest(log.Text)} reasoning {Digest(log.ReasoningText)}",
            .. WholeToolCall.Of(log, log.LastSequence).Select(call => $"{call.Call} {Encoding.UTF8.GetString(call.Arguments.Span)}"),
        ];
    }

    /// <summary>Each event that can be seen: sequence number, kind, time, bytes, detail, and all the text up to it.</summary>
    public static IReadOnlyList<string> Events(GenerationLog log)
    {
        var lines = new List<string>();
        for (var sequence = 1; sequence <= log.LastSequence; sequence++)
        {
            var next = log[sequence];
            var detail = next.Kind is EventKind.Text or EventKind.Reasoning ? null : next.Detail;
            lines.Add($"{next.Sequence} {next.Kind} {next.Elapsed.Ticks} {Digest(next.Bytes)} {detail} {next.TextSoFar.Length}");
        }
        return lines;
    }

    /// <summary>What a session is, its messages, its log and its signals.</summary>
    public static IReadOnlyList<string> Of(Session session) =>
    [
        $"{session.Id} {session.Owner} {session.Title} {session.CreatedAt:o} {session.UpdatedAt:o} {session.MessageCount}",
        .. session.Messages(out var last).Select(message => $"{message}"),
        $"{session.Log.Id} {session.Log.LastSequence} {last}",
        .. session.Log.After(null, out _).Select(next => $"{next}"),
        .. session.Signals.All.Select(signal => $"{signal}"),
    ];

    private static string Digest(ReadOnlySpan<byte> bytes) =>
        bytes.Length <= 32 ? Convert.ToHexString(bytes) : $"{bytes.Length} bytes {Convert.ToHexString(SHA256.HashData(bytes))}";
}
