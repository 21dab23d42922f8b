using System.Globalization;

namespace Tokenrill.Server.Commands.Journals;

/// <summary>Moments as the native protocol has them: ISO 8601, UTC, to the millisecond.</summary>
internal static class Moments
{
    public static string Of(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
