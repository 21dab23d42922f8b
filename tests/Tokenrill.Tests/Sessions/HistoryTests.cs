using Tokenrill.Models;
using Tokenrill.Sessions;

namespace Tokenrill.Tests.Sessions;

public sealed class HistoryTests
{
    [Fact]
    public void Everything_is_told_while_it_fits() =>
        Tell(8, "u:ab", "a:cd", "u:ef", "a:gh").ShouldBe(["u:ab", "a:cd", "u:ef", "a:gh"]);

    [Fact]
    public void The_oldest_turn_is_dropped_first_and_whole() =>
        Tell(7, "u:ab", "a:cd", "u:ef", "a:gh").ShouldBe(["u:ef", "a:gh"]);

    [Fact]
    public void A_short_turn_behind_one_that_does_not_fit_is_not_fetched() =>
        Tell(5, "u:x", "a:y", "u:long long", "a:answer", "u:ef", "a:gh").ShouldBe(["u:ef", "a:gh"]);

    [Fact]
    public void An_answer_never_stands_without_its_question() =>
        Tell(3, "u:question", "a:abc").ShouldBeEmpty();

    [Fact]
    public void An_answer_that_came_to_nothing_is_left_out() =>
        Tell(9, "u:ab", "a:", "u:cd", "a:ef").ShouldBe(["u:ab", "u:cd", "a:ef"]);

    [Fact]
    public void A_session_that_begins_with_an_answer_is_told_from_there() =>
        Tell(9, "a:ab", "u:cd").ShouldBe(["a:ab", "u:cd"]);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_budget_that_nothing_fits_into_tells_nothing(int characters) => Tell(characters, "u:ab", "a:cd").ShouldBeEmpty();

    private static IEnumerable<string> Tell(int characters, params string[] messages) =>
        History.Of([.. messages.Select(Message)], characters).Select(told => $"{(told.Role == ChatRole.User ? 'u' : 'a')}:{told.Content}");

    private static SessionMessage Message(string text) =>
        new("msg", text[0] == 'u' ? ChatRole.User : ChatRole.Assistant, text[2..], DateTimeOffset.UnixEpoch);
}
