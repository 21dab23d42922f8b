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

    private static int OfHeader(string value, string generation)
    {
        var colon = value.LastIndexOf(':');
        if (colon <= 0)
            throw TokenrillException.Invalid(Header, "must be {generation}:{seq}, as event ids are");
        var sequence = Number(value[(colon + 1)..], Header);
        return value.AsSpan(0, colon).SequenceEqual(generation)
            ? sequence
            : throw new TokenrillException(ErrorCode.NotFound, $"{Header}: names an event of another generation.") { Field = Header };
    }

    private static int Number(string text, string field) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw TokenrillException.Invalid(field, "must end with the sequence number of an event, or 0 for the beginning");
}
