using System.Text;

namespace Tokenrill.Generations;

/// <summary>Counts the characters and words of a text that comes in pieces. A word is what stands between white space, as
/// Unicode has it, and one that two pieces share is one word. The text may be cut between any two characters.</summary>
internal struct TextCount
{
    private bool _isInWord;

    /// <summary>Unicode code points so far.</summary>
    public int Characters { get; private set; }

    /// <summary>Words so far; one that has begun counts.</summary>
    public int Words { get; private set; }

    /// <summary>Counts a piece: UTF-8, whole characters.</summary>
    public void Add(ReadOnlySpan<byte> utf8)
    {
        var (characters, words, isInWord) = (0, 0, _isInWord);
        while (!utf8.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out var rune, out var length);
            var isLetter = !Rune.IsWhiteSpace(rune);
            if (isLetter && !isInWord)
                words++;
            isInWord = isLetter;
            characters++;
            utf8 = utf8[length..];
        }
        Characters += characters;
        Words += words;
        _isInWord = isInWord;
    }
}
