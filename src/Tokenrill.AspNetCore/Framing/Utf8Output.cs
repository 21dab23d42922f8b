using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Tokenrill.AspNetCore.Framing;

/// <summary>Writes UTF-8 and JSON straight into a buffer writer: no string, no intermediate buffer. Call
/// <see cref="Commit"/> at the end.</summary>
internal ref struct Utf8Output(IBufferWriter<byte> writer)
{
    private const int LeastSpan = 256, MostBytesOfCharacter = 3;

    // What JSON says must be escaped. Everything else is copied as it came, U+2028 and 0x7F included.
    private static readonly SearchValues<byte> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(control => (byte)control), (byte)'"', (byte)'\\']);

    private static readonly SearchValues<char> EscapedCharacters = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(control => (char)control), '"', '\\']);

    private readonly IBufferWriter<byte> _writer = writer;
    private Span<byte> _span;
    private int _used;

    /// <summary>Bytes as they are.</summary>
    public void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _span.Length - _used)
        {
            Grow(bytes.Length);
        }
        bytes.CopyTo(_span[_used..]);
        _used += bytes.Length;
    }

    /// <summary>A whole number.</summary>
    public void Number(long value)
    {
        const int longest = 20;
        if (_span.Length - _used < longest)
            Grow(longest);
        Utf8Formatter.TryFormat(value, _span[_used..], out var written);
        _used += written;
    }

    /// <summary>A number with up to <paramref name="decimals"/> decimals.</summary>
    public void Number(double value, int decimals)
    {
        const int longest = 40;
        if (_span.Length - _used < longest)
            Grow(longest);
        Math.Round(value, decimals).TryFormat(_span[_used..], out var written, provider: System.Globalization.CultureInfo.InvariantCulture);
        _used += written;
    }

    /// <summary>A moment, as <see cref="WireTime"/> has it.</summary>
    public void Moment(DateTimeOffset value)
    {
        if (_span.Length - _used < WireTime.Length)
            Grow(WireTime.Length);
        WireTime.Write(value, _span[_used..]);
        _used += WireTime.Length;
    }

    /// <summary>A JSON string of valid UTF-8, quotes included. Runs that need no escaping are copied whole.</summary>
    public void JsonString(scoped ReadOnlySpan<byte> utf8)
    {
        Raw("\""u8);
        JsonStringBody(utf8);
        Raw("\""u8);
    }

    /// <summary>A JSON string, quotes included.</summary>
    public void JsonString(string text)
    {
        if (text.Length <= LeastSpan / MostBytesOfCharacter && !text.AsSpan().ContainsAny(EscapedCharacters))
        {
            Raw("\""u8);
            Clean(text);
            Raw("\""u8);
            return;
        }
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = ArrayPool<byte>.Shared.Rent(most);
        JsonString(rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>A short text that needs no escaping, such as an id or a name.</summary>
    private void Clean(string text)
    {
        var most = text.Length * MostBytesOfCharacter;
        if (_span.Length - _used < most)
            Grow(most);
        _used += Encoding.UTF8.GetBytes(text, _span[_used..]);
    }

    /// <summary>What stands between the quotes of a JSON string.</summary>
    public void JsonStringBody(scoped ReadOnlySpan<byte> utf8)
    {
        while (true)
        {
            var clean = utf8.IndexOfAny(Escaped);
            if (clean < 0)
            {
                Raw(utf8);
                return;
            }
            Raw(utf8[..clean]);
            Escape(utf8[clean]);
            utf8 = utf8[(clean + 1)..];
        }
    }

    /// <summary>What stands between the quotes of a JSON string, with everything beyond ASCII escaped: for clients that decode
    /// each piece that arrives by itself, and so lose a character whose bytes come in two pieces.</summary>
    public void AsciiJsonStringBody(scoped ReadOnlySpan<byte> utf8)
    {
        while (true)
        {
            var ascii = utf8.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (ascii < 0)
            {
                JsonStringBody(utf8);
                return;
            }
            JsonStringBody(utf8[..ascii]);
            utf8 = utf8[(ascii + EscapeSequence(utf8[ascii..]))..];
        }
    }

    /// <summary>Hands what was written to the buffer writer.</summary>
    public void Commit()
    {
        if (_used > 0)
            _writer.Advance(_used);
        _span = default;
        _used = 0;
    }

    private void Escape(byte octet)
    {
        switch (octet)
        {
            case (byte)'"': Raw("\\\""u8); break;
            case (byte)'\\': Raw("\\\\"u8); break;
            case (byte)'\n': Raw("\\n"u8); break;
            case (byte)'\r': Raw("\\r"u8); break;
            case (byte)'\t': Raw("\\t"u8); break;
            default:
                Raw("\\u00"u8);
                Raw([Hex(octet >> 4), Hex(octet & 15)]);
                break;
        }
    }

    /// <summary>Escapes the character that a sequence of bytes begins with, and says how many of them it is. Half a surrogate
    /// pair, which a log may hold between two pieces, is a sequence of three like any other.</summary>
    private int EscapeSequence(scoped ReadOnlySpan<byte> utf8)
    {
        var length = utf8[0] switch { < 0xE0 => 2, < 0xF0 => 3, _ => 4 };
        var character = utf8[0] & (0xFF >> (length + 1));
        for (var i = 1; i < length; i++)
            character = (character << 6) | (utf8[i] & 0x3F);
        if (character >= 0x10000)
        {
            EscapeUnit(0xD800 + ((character - 0x10000) >> 10));
            character = 0xDC00 + ((character - 0x10000) & 0x3FF);
        }
        EscapeUnit(character);
        return length;
    }

    private void EscapeUnit(int unit)
    {
        Raw("\\u"u8);
        Raw([Hex(unit >> 12), Hex((unit >> 8) & 15), Hex((unit >> 4) & 15), Hex(unit & 15)]);
    }

    private static byte Hex(int digit) => (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);

    private void Grow(int needed)
    {
        Commit();
        _span = _writer.GetSpan(Math.Max(needed, LeastSpan));
    }
}
