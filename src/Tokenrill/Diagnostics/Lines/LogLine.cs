using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;

namespace Tokenrill.Diagnostics.Lines;

/// <summary>
/// A log line that is said so often that making it must cost nothing: to whoever knows it, it writes itself as UTF-8 and makes no object; to any other logger it is what
/// every structured line is, names with values and <c>{OriginalFormat}</c>.
/// </summary>
/// <param name="template">What it looks like.</param>
/// <param name="values">As many as the template has names.</param>
public readonly struct LogLine(LineTemplate template, LogValues values) : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly LogValues _values = values;

    /// <summary>Its values, and the template behind them.</summary>
    public int Count => template.Count + 1;

    /// <inheritdoc/>
    public KeyValuePair<string, object?> this[int index] =>
        index == template.Count ? new("{OriginalFormat}", template.Text) : new(template.NameOf(index), _values[index].ToObject());

    /// <summary>Writes it. False when there is not room enough, or a text in it is none.</summary>
    public bool TryFormat(Span<byte> to, out int written)
    {
        written = 0;
        for (var i = 0; i <= template.Count; i++)
        {
            var words = template.Before(i);
            if (!words.TryCopyTo(to[written..]))
                return false;
            written += words.Length;
            if (i == template.Count)
                return true;
            if (!TryFormat(_values[i], to[written..], out var bytes))
                return false;
            written += bytes;
        }
        return true;
    }

    /// <summary>As a text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (var i = 0; i < template.Count; i++)
            text.Append(Encoding.UTF8.GetString(template.Before(i))).Append(_values[i].Text ?? _values[i].Number.ToString(CultureInfo.InvariantCulture));
        return text.Append(Encoding.UTF8.GetString(template.Before(template.Count))).ToString();
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static bool TryFormat(LogValue value, Span<byte> to, out int written) =>
        value.Text is { } text
            ? System.Text.Unicode.Utf8.FromUtf16(text, to, out _, out written, replaceInvalidSequences: false) == OperationStatus.Done
            : value.Number.TryFormat(to, out written, provider: CultureInfo.InvariantCulture);
}
