using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tokenrill.Generations;
using Tokenrill.Tests.Logs;

namespace Tokenrill.Tests.Generations;

public sealed class RunningStatisticsProperties
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(60);

    // White space of every width beside what only looks like it: what random text hardly ever holds.
    private static readonly Gen<Rune> Character = Gen.OneOf(
        Gen.Elements<int>(' ', '\n', '\t', 0x85, 0xA0, 0x1680, 0x2003, 0x2028, 0x202F, 0x3000, 0x200B, 0xFEFF, 0),
        Gen.Choose('a', 'z'), Gen.Choose(0x80, 0xD7FF), Gen.Choose(0x1F600, 0x1F64F)).Select(static scalar => new Rune(scalar));

    private static readonly Gen<(Rune[] Text, int[] Places)> Sample =
        from text in Character.ArrayOf() from places in Gen.Choose(0, 10_000).ArrayOf() select (text, places);

    [Fact]
    public void Any_split_of_a_text_has_the_same_characters_and_words() => Prop.ForAll(Sample.ToArbitrary(), static sample =>
    {
        var text = string.Concat(sample.Text);
        // Cut between any two bytes; the carry gives on what is whole, as it does between provider and log.
        var carry = new Utf8Carry();
        byte[] scratch = [];
        using var fixture = new LogFixture();
        foreach (var piece in Utf8Pieces.Cut(Encoding.UTF8.GetBytes(text), sample.Places))
            fixture.Writer.Text(carry.Take(piece, ref scratch));
        fixture.End();

        var statistics = new RunningStatistics();
        for (var sequence = 1; sequence <= fixture.Log.LastSequence; sequence++)
            statistics.Add(fixture.Log[sequence]);
        return statistics.Characters == sample.Text.Length
            && statistics.Words == text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length
            && statistics.Chunks == fixture.Log.LastSequence - 1;
    }).Check(Thorough);
}
