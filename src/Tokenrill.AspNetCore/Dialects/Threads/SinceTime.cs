using System.Globalization;

namespace Tokenrill.AspNetCore.Dialects.Threads;

/// <summary>Moments in queries.</summary>
internal static class SinceTime
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>The moment that a text is, in ISO 8601; in UTC when it does not say where.</summary>
    /// <exception cref="TokenrillException">It is none.</exception>
    public static DateTimeOffset Read(string text, string field)
    {
        // A plus that was not escaped arrives as a space.
        var iso = text.Replace(' ', '+');
        return DateTimeOffset.TryParseExact(iso, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw TokenrillException.Invalid(field, "must be an ISO 8601 time, such as 2026-01-31T12:00:00Z");
    }

    /// <summary>Whether a moment is later than another, to the millisecond, which is as much as clients are told: who asks for
    /// what came after the last they have does not get the last again.</summary>
    public static bool IsAfter(DateTimeOffset moment, DateTimeOffset since) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerMillisecond)) > since;
}
