using System.Globalization;

namespace Tokenrill.Sessions;

/// <summary>Titles of sessions.</summary>
public static class SessionTitle
{
    /// <summary>The most characters a title may have that somebody gives.</summary>
    public const int Most = 200;

    private const int MostMade = 60, MostRead = 1000;

    /// <summary>A title for a session that begins with this message: its first words, on one line. Null when it has no words.</summary>
    internal static string? Of(string message)
    {
        var words = string.Join(' ', message[..Math.Min(message.Length, MostRead)].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (words.Length <= MostMade)
            return words.Length == 0 ? null : words;
        var cut = words.LastIndexOf(' ', MostMade);
        return (cut > 0 ? words[..cut] : Beginning(words)) + "…";
    }

    /// <summary>As many whole characters as fit, of a text without a space.</summary>
    private static string Beginning(string text)
    {
        var ends = StringInfo.ParseCombiningCharacters(text);
        return text[..ends.Last(end => end <= MostMade)];
    }
}
