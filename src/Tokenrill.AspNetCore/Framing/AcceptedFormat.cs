using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Tokenrill.AspNetCore.Framing;

/// <summary>In which form a client wants an answer.</summary>
internal enum AnswerFormat
{
    /// <summary>Server-sent events.</summary>
    EventStream,
    /// <summary>JSON, one a line.</summary>
    Ndjson,
    /// <summary>One JSON document.</summary>
    Json,
}

/// <summary>Chooses the form of an answer by <c>Accept</c>, as RFC 9110 has it (12.5.1), with one exception: nobody is
/// refused, because a stream in a form that was not asked for is more use than 406.</summary>
internal static class AcceptedFormat
{
    // The first of equals is chosen: a client that takes anything gets the stream that browsers and curl can show.
    private static readonly (AnswerFormat Format, MediaTypeHeaderValue Type)[] Formats =
    [
        (AnswerFormat.EventStream, new("text/event-stream")),
        (AnswerFormat.Ndjson, new("application/x-ndjson")),
        (AnswerFormat.Json, new("application/json")),
    ];

    /// <summary>The form with the highest quality; of several the one that was named most exactly; of several the stream.</summary>
    public static AnswerFormat Of(HttpRequest request) => request.Headers.Accept switch
    {
        // What nearly all clients send, without parsing it.
        [] or ["*/*"] or ["text/event-stream"] => AnswerFormat.EventStream,
        ["application/x-ndjson"] => AnswerFormat.Ndjson,
        ["application/json"] => AnswerFormat.Json,
        var accept => MediaTypeHeaderValue.TryParseList(accept, out var ranges) ? Best(ranges) : AnswerFormat.EventStream,
    };

    private static AnswerFormat Best(IList<MediaTypeHeaderValue> ranges)
    {
        var best = (Format: AnswerFormat.EventStream, Rank: (Quality: 0d, Exactness: 0));
        foreach (var (format, type) in Formats)
            if (RankOf(type, ranges) is var rank && rank.CompareTo(best.Rank) > 0)
                best = (format, rank);
        return best.Format;
    }

    private static (double Quality, int Exactness) RankOf(MediaTypeHeaderValue type, IList<MediaTypeHeaderValue> ranges)
    {
        var rank = (Quality: 0d, Exactness: 0);
        foreach (var range in ranges)
        {
            // A more exact range says what holds for this type, even if its quality is lower.
            var exactness = range.MatchesAllTypes ? 1 : range.MatchesAllSubTypes ? 2 : 3;
            if (exactness > rank.Exactness && Includes(range, type))
                rank = (range.Quality ?? 1, exactness);
        }
        return rank.Quality > 0 ? rank : default;
    }

    // Parameters such as charset and profile do not make it another form.
    private static bool Includes(MediaTypeHeaderValue range, MediaTypeHeaderValue type) =>
        range.MatchesAllTypes
        || (range.Type.Equals(type.Type, StringComparison.OrdinalIgnoreCase)
            && (range.MatchesAllSubTypes || range.SubType.Equals(type.SubType, StringComparison.OrdinalIgnoreCase)));
}
