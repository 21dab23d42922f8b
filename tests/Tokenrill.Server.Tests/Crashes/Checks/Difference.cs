namespace Tokenrill.Server.Tests.Crashes.Checks;

/// <summary>Says where two texts part, in a few characters.</summary>
internal static class Difference
{
    private const int Shown = 24;

    public static string Of(string expected, string actual)
    {
        var same = expected.AsSpan().CommonPrefixLength(actual);
        return $"at {same} \"{Piece(expected, same)}\" was expected and \"{Piece(actual, same)}\" is there";
    }

    private static string Piece(string text, int from) => text[from..Math.Min(text.Length, from + Shown)];
}
