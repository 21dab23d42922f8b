using System.Text;

namespace Tokenrill.Diagnostics.Lines;

/// <summary>What a kind of log line looks like, such as <c>{Generation} started session={Session}</c>: taken apart once, and not for each line.</summary>
public sealed class LineTemplate
{
    private readonly byte[][] _before;
    private readonly string[] _names;

    /// <param name="text">Names in braces; no other braces.</param>
    /// <exception cref="ArgumentException">It has more names than a line can have values.</exception>
    public LineTemplate(string text)
    {
        Text = text;
        var pieces = text.Split('{', '}');
        // Words and names take turns, words first and last.
        _before = [.. pieces.Where(static (_, index) => index % 2 == 0).Select(Encoding.UTF8.GetBytes)];
        _names = [.. pieces.Where(static (_, index) => index % 2 == 1)];
        if (_names.Length > LogValues.Most)
            throw new ArgumentException($"It has {_names.Length} names; {LogValues.Most} is the most.", nameof(text));
    }

    /// <summary>The text it was made of.</summary>
    public string Text { get; }

    /// <summary>How many values it wants.</summary>
    public int Count => _names.Length;

    /// <summary>The name of a value.</summary>
    public string NameOf(int index) => _names[index];

    /// <summary>What stands before a value; before none of them, behind the last.</summary>
    public ReadOnlySpan<byte> Before(int index) => _before[index];
}
