namespace Tokenrill.Providers.Transport;

/// <summary>The escapes of JSON strings (https://www.rfc-editor.org/rfc/rfc8259#section-7), on bytes.</summary>
/// <remarks>The framework's own unescaping throws on what real models send: a token can end within a character, so a
/// string may hold an incomplete UTF-8 sequence or one half of a surrogate pair.</remarks>
internal static class JsonText
{
    /// <summary>Unescapes the inside of a string that a JSON reader has already found well-formed.</summary>
    /// <param name="raw">What stands between the quotes.</param>
    /// <param name="destination">At least as long as <paramref name="raw"/>.</param>
    /// <returns>The length of the result. Half a surrogate pair becomes three bytes (WTF-8,
    /// https://wtf-8.codeberg.page): the sink joins it with its other half.</returns>
    public static int Unescape(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        var written = 0;
        while (true)
        {
            var plain = raw.IndexOf((byte)'\\');
            if (plain < 0)
            {
                raw.CopyTo(destination[written..]);
                return written + raw.Length;
            }
            raw[..plain].CopyTo(destination[written..]);
            written += plain;
            var escape = raw[plain + 1];
            raw = raw[(plain + 2)..];
            if (escape == 'u')
                written += Encode(CodePoint(ref raw), destination[written..]);
            else
                destination[written++] = Simple(escape);
        }
    }

    private static byte Simple(byte escape) => escape switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        _ => escape,
    };

    private static int CodePoint(ref ReadOnlySpan<byte> raw)
    {
        var first = Hex(raw);
        raw = raw[4..];
        if (first is < 0xD800 or > 0xDBFF || !raw.StartsWith("\\u"u8))
            return first;
        var second = Hex(raw[2..]);
        if (second is < 0xDC00 or > 0xDFFF)
            return first;
        raw = raw[6..];
        return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
    }

    private static int Hex(ReadOnlySpan<byte> digits) =>
        (Digit(digits[0]) << 12) | (Digit(digits[1]) << 8) | (Digit(digits[2]) << 4) | Digit(digits[3]);

    private static int Digit(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static int Encode(int codePoint, Span<byte> destination)
    {
        switch (codePoint)
        {
            case < 0x80:
                destination[0] = (byte)codePoint;
                return 1;
            case < 0x800:
                destination[0] = (byte)(0xC0 | (codePoint >> 6));
                destination[1] = (byte)(0x80 | (codePoint & 0x3F));
                return 2;
            case < 0x10000:
                destination[0] = (byte)(0xE0 | (codePoint >> 12));
                destination[1] = (byte)(0x80 | ((codePoint >> 6) & 0x3F));
                destination[2] = (byte)(0x80 | (codePoint & 0x3F));
                return 3;
            default:
                destination[0] = (byte)(0xF0 | (codePoint >> 18));
                destination[1] = (byte)(0x80 | ((codePoint >> 12) & 0x3F));
                destination[2] = (byte)(0x80 | ((codePoint >> 6) & 0x3F));
                destination[3] = (byte)(0x80 | (codePoint & 0x3F));
                return 4;
        }
    }
}
