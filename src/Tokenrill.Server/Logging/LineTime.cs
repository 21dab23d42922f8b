using System.Globalization;

namespace Tokenrill.Server.Logging;

/// <summary>The time at a line's beginning, such as <c>2026-11-21T11:31:46.209Z</c>. Of one thread: it keeps the last text
/// and writes only the milliseconds anew while the second lasts.</summary>
internal sealed class LineTime
{
    private const int Milliseconds = 20;

    private readonly byte[] _text = "0000-00-00T00:00:00.000Z"u8.ToArray();
    private long _second = -1;

    public ReadOnlySpan<byte> Format(DateTimeOffset now)
    {
        var (second, ticks) = Math.DivRem(now.UtcTicks, TimeSpan.TicksPerSecond);
        if (second != _second)
        {
            now.UtcDateTime.TryFormat(_text, out _, "s", CultureInfo.InvariantCulture);
            _second = second;
        }
        var rest = (int)(ticks / TimeSpan.TicksPerMillisecond);
        _text[Milliseconds] = (byte)('0' + (rest / 100));
        _text[Milliseconds + 1] = (byte)('0' + (rest / 10 % 10));
        _text[Milliseconds + 2] = (byte)('0' + (rest % 10));
        return _text;
    }
}
