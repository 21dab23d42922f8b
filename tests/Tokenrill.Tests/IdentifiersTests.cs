namespace Tokenrill.Tests;

public sealed class IdentifiersTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 9, 30, 0, 123, TimeSpan.Zero);

    [Fact]
    public void They_are_versioned_and_tell_when_they_were_made()
    {
        var id = Identifiers.NewGeneration(Now);

        id.ShouldStartWith("gen_");
        var uuid = Guid.ParseExact(id[4..], "N");
        uuid.Version.ShouldBe(7);
        (uuid.Variant & 0xc).ShouldBe(0x8);
        long.Parse(id.AsSpan(4, 12), System.Globalization.NumberStyles.HexNumber, null).ShouldBe(Now.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void No_two_are_the_same_on_any_thread()
    {
        const int threads = 4, each = 1000;
        var made = new string[threads * each];
        var working = Enumerable.Range(0, threads).Select(thread => new Thread(() =>
        {
            for (var i = 0; i < each; i++)
                made[(thread * each) + i] = Identifiers.NewGeneration(Now);
        })).ToList();
        working.ForEach(static thread => thread.Start());
        working.ForEach(static thread => thread.Join());

        made.Distinct().Count().ShouldBe(made.Length);
        // Each of the random digits takes many values: none is left over from what was cleared.
        for (var digit = 17; digit < 36; digit++)
            made.Select(id => id[digit]).Distinct().Count().ShouldBeGreaterThan(digit == 20 ? 3 : 15);
    }
}
