using System.Text;
using Tokenrill.Generations;

namespace Tokenrill.Tests.Generations;

public sealed class Utf8CarryTests
{
    [Fact]
    public void Whole_pieces_are_handed_on_as_they_are()
    {
        var carry = new Utf8Carry();
        byte[] scratch = [];
        var piece = "ganz 🌍\0\r\n\u2028"u8;

        (carry.Take(piece, ref scratch) == piece).ShouldBeTrue();
        scratch.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("C3|A9", "é")]
    [InlineData("F0|9F|8C|8D", "🌍")]
    [InlineData("E2 82|AC 21", "€!")]
    [InlineData("ED A0 BC|ED BC 8D", "🌍")] // a surrogate pair in two deltas
    [InlineData("ED|A0|BC|ED|BC|8D", "🌍")]
    [InlineData("ED A0 BC ED BC 8D", "🌍")]
    [InlineData("C3", "\uFFFD")]
    [InlineData("C3|41", "\uFFFDA")]
    [InlineData("ED A0 BC", "\uFFFD")] // a half whose other half never came
    [InlineData("ED A0 BC|41", "\uFFFDA")]
    [InlineData("ED BC 8D|41", "\uFFFDA")] // a low half alone
    [InlineData("ED A0 BC|ED A0 BC|ED BC 8D", "\uFFFD🌍")]
    [InlineData("FF|C0 80", "\uFFFD\uFFFD\uFFFD")]
    [InlineData("EF BB BF 41", "\uFEFFA")] // a byte order mark is text here
    public void Pieces_cut_anywhere_become_whole_characters(string pieces, string expected)
    {
        var cut = pieces.Split('|').Select(piece => Convert.FromHexString(piece.Replace(" ", "", StringComparison.Ordinal)));

        Encoding.UTF8.GetString(Utf8Pieces.Join(cut)).ShouldBe(expected);
    }
}
