using Tokenrill.Sessions;

namespace Tokenrill.Tests.Sessions;

public sealed class SessionTitleTests
{
    [Theory]
    [InlineData("  How do\n\tI bake   bread? ", "How do I bake bread?")]
    [InlineData("", null)]
    [InlineData(" \n ", null)]
    [InlineData("123456789 123456789 123456789 123456789 123456789 1234567890", "123456789 123456789 123456789 123456789 123456789 1234567890")]
    [InlineData("123456789 123456789 123456789 123456789 123456789 123456789 123", "123456789 123456789 123456789 123456789 123456789 123456789…")]
    public void A_title_is_the_first_words_on_one_line(string message, string? title) => SessionTitle.Of(message).ShouldBe(title);

    [Fact]
    public void A_character_of_several_parts_is_not_cut()
    {
        const string family = "👨‍👩‍👧‍👦";
        var title = SessionTitle.Of(string.Concat(Enumerable.Repeat(family, 30)))!;

        title[^1].ShouldBe('…');
        title[..^1].Replace(family, "").ShouldBeEmpty();
    }
}
