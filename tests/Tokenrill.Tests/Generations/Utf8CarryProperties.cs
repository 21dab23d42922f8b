using System.Text;
using System.Text.Unicode;
using FsCheck;
using FsCheck.Fluent;

namespace Tokenrill.Tests.Generations;

public sealed class Utf8CarryProperties
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(5000).WithEndSize(60);

    private static readonly Gen<int> Scalar = Gen.OneOf(
        Gen.Choose(0, 0x7F), Gen.Choose(0x80, 0x7FF), Gen.Choose(0x800, 0xD7FF), Gen.Choose(0xE000, 0xFFFF), Gen.Choose(0x10000, 0x10FFFF));

    /// <summary>A character, its bytes as a provider sends them (an astral one perhaps as two halves of three bytes), and
    /// its bytes as they should be.</summary>
    private static readonly Gen<(byte[] Sent, byte[] Meant)> Character =
        from scalar in Scalar
        from asHalves in Gen.Choose(0, 1)
        select Encode(new Rune(scalar), asHalves == 1);

    private static readonly Gen<int[]> Places = Gen.Choose(0, 10_000).ArrayOf();

    [Fact]
    public void Any_text_cut_anywhere_is_the_same_text_in_the_end() =>
        Prop.ForAll(
            (from characters in Character.ArrayOf() from places in Places select (characters, places)).ToArbitrary(),
            static sample => Utf8Pieces.Join(Utf8Pieces.Cut([.. sample.characters.SelectMany(one => one.Sent)], sample.places))
                .SequenceEqual(sample.characters.SelectMany(one => one.Meant)))
        .Check(Thorough);

    [Fact]
    public void Any_bytes_give_valid_text_that_does_not_depend_on_where_they_were_cut() =>
        Prop.ForAll((from bytes in NastyBytes.ArrayOf() from places in Places select (bytes, places)).ToArbitrary(), static sample =>
        {
            var cut = Utf8Pieces.Join(Utf8Pieces.Cut(sample.bytes, sample.places));
            return Utf8.IsValid(cut) && cut.SequenceEqual(Utf8Pieces.Join([sample.bytes]));
        }).Check(Thorough);

    [Fact]
    public void What_comes_out_of_every_single_piece_is_valid() =>
        Prop.ForAll((from bytes in NastyBytes.ArrayOf() from places in Places select (bytes, places)).ToArbitrary(), static sample =>
        {
            var carry = new Tokenrill.Generations.Utf8Carry();
            byte[] scratch = [];
            foreach (var piece in Utf8Pieces.Cut(sample.bytes, sample.places))
                if (!Utf8.IsValid(carry.Take(piece, ref scratch)))
                    return false;
            return true;
        }).Check(Thorough);

    // Plain random bytes hardly ever make the sequences that are hard; these do.
    private static Gen<byte> NastyBytes => Gen.OneOf(
        Gen.Choose(0, 255).Select(static octet => (byte)octet),
        Gen.Elements<byte>(0xED, 0xA0, 0xAF, 0xB0, 0xBF, 0x80, 0xF0, 0x90, 0xF4, 0xE0, 0xC3, 0x41));

    private static (byte[] Sent, byte[] Meant) Encode(Rune rune, bool asHalves)
    {
        var meant = Encoding.UTF8.GetBytes(rune.ToString());
        if (rune.IsBmp || !asHalves)
            return (meant, meant);
        var halves = rune.ToString();
        return ([.. ThreeBytes(halves[0]), .. ThreeBytes(halves[1])], meant);
    }

    private static byte[] ThreeBytes(char unit) => [(byte)(0xE0 | (unit >> 12)), (byte)(0x80 | ((unit >> 6) & 0x3F)), (byte)(0x80 | (unit & 0x3F))];
}
