using System.Globalization;

namespace Tokenrill.Signals;

/// <summary>Reads how sure a model says it is.</summary>
internal static class SignalConfidence
{
    /// <summary>A number from 0 to 1, or a percentage with or without its sign (<c>85%</c>, <c>85</c>). Null when it is neither.</summary>
    public static double? Read(string text)
    {
        var number = text.AsSpan().Trim();
        var hasSign = number.EndsWith("%", StringComparison.Ordinal);
        if (hasSign)
            number = number[..^1];
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            return null;
        // 1 is certainty; from 1 to 2 nobody can tell a slip above certainty from a very small percentage.
        if (hasSign || value >= 2)
            value /= 100;
        return value is >= 0 and <= 1 ? value : null;
    }
}
