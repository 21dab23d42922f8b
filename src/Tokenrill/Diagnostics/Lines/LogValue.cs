using System.Runtime.CompilerServices;

namespace Tokenrill.Diagnostics.Lines;

/// <summary>A text or a number of a log line, without an object for the number.</summary>
public readonly record struct LogValue
{
    private LogValue(string? text, long number) => (Text, Number) = (text, number);

    /// <summary>The text; null when it is a number.</summary>
    public string? Text { get; }

    /// <summary>The number; 0 when it is a text.</summary>
    public long Number { get; }

    /// <summary>A text as a value.</summary>
    public static implicit operator LogValue(string text) => new(text, 0);

    /// <summary>A number as a value.</summary>
    public static implicit operator LogValue(long number) => new(null, number);

    internal object ToObject() => Text ?? (object)Number;
}

/// <summary>The values of one line.</summary>
[InlineArray(Most)]
public struct LogValues
{
    /// <summary>How many a line can have.</summary>
    public const int Most = 8;

    private LogValue _first;
}
