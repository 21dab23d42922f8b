using System.Text;

namespace Tokenrill.AspNetCore.Framing;

/// <summary>Moments as they are sent: ISO 8601, UTC, to the millisecond, for example <c>2026-01-31T12:00:00.000Z</c>.</summary>
internal static class WireTime
{
    /// <summary>How long each is, in characters and in bytes.</summary>
    public const int Length = 24;

    // As long as it is with seven decimals: the one form that the runtime writes without reading a pattern for it.
    private const int RoundTripLength = 28;

    /// <summary>A moment as text.</summary>
    public static string Of(DateTimeOffset moment)
    {
        Span<byte> utf8 = stackalloc byte[Length];
        Write(moment, utf8);
        return Encoding.ASCII.GetString(utf8);
    }

    /// <summary>Writes a moment to the first <see cref="Length"/> bytes.</summary>
    public static void Write(DateTimeOffset moment, Span<byte> utf8)
    {
        Span<byte> exact = stackalloc byte[RoundTripLength];
        moment.UtcDateTime.TryFormat(exact, out _, "O");
        exact[..(Length - 1)].CopyTo(utf8);
        utf8[Length - 1] = (byte)'Z';
    }
}
