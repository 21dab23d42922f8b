using System.Text;

namespace Tokenrill.Providers.Simulator.Texts;

/// <summary>Cuts texts into tokens.</summary>
internal static class Cut
{
    /// <summary>Before words, as tokenizers do: the blank belongs to the word behind it.</summary>
    public static TextToken[] Words(string text)
    {
        var tokens = new List<TextToken>();
        var start = 0;
        for (var i = 1; i <= text.Length; i++)
        {
            if (i < text.Length && !(char.IsWhiteSpace(text[i]) && !char.IsWhiteSpace(text[i - 1])))
                continue;
            tokens.Add(new TextToken(Encoding.UTF8.GetBytes(text[start..i]), true));
            start = i;
        }
        return [.. tokens];
    }

    /// <summary>Inside characters: one, two and three bytes in turn, wherever that falls.</summary>
    public static TextToken[] Bytes(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var tokens = new List<TextToken>();
        for (int start = 0, turn = 0; start < bytes.Length; turn++)
        {
            var end = Math.Min(bytes.Length, start + 1 + turn % 3);
            tokens.Add(new TextToken(bytes[start..end], end == bytes.Length || (bytes[end] & 0xC0) != 0x80));
            start = end;
        }
        return [.. tokens];
    }

    /// <summary>Between the halves of surrogate pairs, each half as the three bytes that WTF-8 gives it: what a provider's
    /// JSON says when it cuts <c>\ud83d\ude00</c> in half.</summary>
    public static TextToken[] Halves(string text) =>
        [.. text.Select(unit => new TextToken(Wtf8(unit), !char.IsHighSurrogate(unit)))];

    private static byte[] Wtf8(char unit) => char.IsSurrogate(unit)
        ? [(byte)(0xE0 | (unit >> 12)), (byte)(0x80 | ((unit >> 6) & 0x3F)), (byte)(0x80 | (unit & 0x3F))]
        : Encoding.UTF8.GetBytes([unit]);
}
