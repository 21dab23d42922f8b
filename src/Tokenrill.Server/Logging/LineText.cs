using System.Buffers;
using System.Globalization;
using System.Text;
using Tokenrill.Diagnostics.Lines;

namespace Tokenrill.Server.Logging;

/// <summary>The UTF-8 of one line while it is put together. Whatever is in a message, it stays one line, and tells a
/// terminal nothing: a newline becomes a space, any other control character is written as <c>\u001B</c>.</summary>
internal sealed class LineText
{
    private const int Usual = 1024, Kept = 16 * 1024;

    // C0, delete and C1 (where a terminal's commands begin), and the two that Unicode calls separators of lines.
    private static readonly SearchValues<char> Special = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Select(code => (char)code), '\u2028', '\u2029']);

    private byte[] _bytes = new byte[Usual];
    private int _length;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Begins the next line. The room that a giant took is not kept.</summary>
    public void Clear()
    {
        _length = 0;
        if (_bytes.Length > Kept)
            _bytes = new byte[Usual];
    }

    /// <summary>Adds what is known to be harmless, as it is.</summary>
    public void Append(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Room(utf8.Length));
        _length += utf8.Length;
    }

    public void Append(int number)
    {
        number.TryFormat(Room("-2147483648".Length), out var written, provider: CultureInfo.InvariantCulture);
        _length += written;
    }

    public void Append(ReadOnlySpan<char> text)
    {
        for (int next; (next = text.IndexOfAny(Special)) >= 0; text = text[(next + 1)..])
        {
            AppendPlain(text[..next]);
            AppendSpecial(text[next], text[(next + 1)..]);
        }
        AppendPlain(text);
    }

    /// <summary>Adds a line that writes itself. Of one that is short and all ASCII no text is made.</summary>
    public void Append(in LogLine line)
    {
        var room = Room(Usual / 2);
        if (line.TryFormat(room, out var written) && !room[..written].ContainsAnyExceptInRange((byte)' ', (byte)'~'))
            _length += written;
        else
            Append(line.ToString());
    }

    private void AppendPlain(ReadOnlySpan<char> text) =>
        _length += Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length)));

    private void AppendSpecial(char special, ReadOnlySpan<char> rest)
    {
        if (special == '\n')
        {
            Append(" "u8);
            return;
        }
        // The first half of a newline of two characters.
        if (special == '\r' && rest.StartsWith("\n", StringComparison.Ordinal))
            return;
        Append("\\u"u8);
        ((int)special).TryFormat(Room(4), out var written, "X4", CultureInfo.InvariantCulture);
        _length += written;
    }

    private Span<byte> Room(int size)
    {
        if (_bytes.Length - _length < size)
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, (long)_length + size)));
        return _bytes.AsSpan(_length);
    }
}
