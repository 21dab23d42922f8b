using System.Globalization;

namespace Tokenrill.AspNetCore.Dialects.Native;

/// <summary>Where a reader wants to begin: behind which event.</summary>
internal static class EventCursor
{
    public const string Header = "Last-Event-ID";

    /// <summary>The cursor of a request: <c>Last-Event-ID: {generation}:{seq}</c> before <c>?after={seq}</c>, because an
    /// EventSource that reconnects repeats the address it began with and only the header says how far it came.</summary>
    /// <exception cref="TokenrillException">It is malformed, or of another generation.</exception>
    public static int Of(string? lastEventId, string? after, string generation)
    {
        if (!string.IsNullOrEmpty(lastEventId))
            return OfHeader(lastEventId, generation);
        return after is null ? 0 : Number(after, "after");
    }

    /// <summary>The generation and the event that an event's id names.</summary>
    /// <exception cref="TokenrillException">It is no such id.</exception>
    public static (string Generation, int Sequence) Parse(string lastEventId)
    {
        var colon = lastEventId.LastIndexOf(':');
        return colon > 0
            ? (lastEventId[..colon], Number(lastEventId[(colon + 1)..], Header))
            : throw TokenrillException.Invalid(Header, "must be {generation}:{seq}, as event ids are");
    }

    private static int OfHeader(string value, string generation)
    {
        var (named, sequence) = Parse(value);
        return named == generation
            ? sequence
            : throw new TokenrillException(ErrorCode.NotFound, $"{Header}: names an event of another generation.") { Field = Header };
    }

    private static int Number(string text, string field) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw TokenrillException.Invalid(field, "must end with the sequence number of an event, or 0 for the beginning");
}
