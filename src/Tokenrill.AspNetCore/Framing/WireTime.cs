using System.Globalization;

namespace Tokenrill.AspNetCore.Framing;

/// <summary>Moments as they are sent: ISO 8601, UTC, to the millisecond, for example <c>2026-01-31T12:00:00.000Z</c>.</summary>
internal static class WireTime
{
    /// <summary>How long each is, in characters and in bytes.</summary>
    public const int Length = 24;

    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>A moment as text.</summary>
    public static string Of(DateTimeOffset moment) => moment.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Writes a moment to the first <see cref="Length"/> bytes.</summary>
    public static void Write(DateTimeOffset moment, Span<byte> utf8) =>
        moment.UtcDateTime.TryFormat(utf8, out _, Format, CultureInfo.InvariantCulture);
}
