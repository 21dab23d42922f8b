using System.Text;

namespace Tokenrill.Signals;

/// <summary>How texts of signals, and those they are extracted from, are measured and compared. A character is a Unicode code point.</summary>
internal static class SignalText
{
    /// <summary>Without white space around it, and with one space for any inside it.</summary>
    public static string Collapse(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public static int CountCharacters(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }

    /// <summary>The last characters of a text that has more.</summary>
    public static string Last(string text, int characters)
    {
        var start = text.Length;
        while (characters-- > 0)
            start -= start > 1 && char.IsSurrogatePair(text[start - 2], text[start - 1]) ? 2 : 1;
        return text[start..];
    }

    /// <summary>Equal for texts that say the same: they differ in nothing but case, punctuation and white space.</summary>
    public static string KeyOf(string text)
    {
        var key = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (!Rune.IsPunctuation(rune) && !Rune.IsWhiteSpace(rune))
                key.Append(Rune.ToUpperInvariant(rune).ToString());
        // "?" and "!" are not the same, although nothing is left of either.
        return key.Length > 0 ? key.ToString() : text;
    }
}
