using Tokenrill.Signals;

namespace Tokenrill.Tests.Signals;

public sealed class SignalKindTests
{
    [Fact]
    public void The_kinds_have_the_names_of_the_protocol() =>
        Enum.GetValues<SignalKind>().Select(kind => kind.WireName()).ShouldBe(["assumption", "question", "claim", "constraint", "goal", "decision", "evidence"]);

    [Theory]
    [InlineData("goal", SignalKind.Goal)]
    [InlineData("GOAL", SignalKind.Goal)]
    [InlineData("Goals", SignalKind.Goal)]
    [InlineData(" - assumption\n", SignalKind.Assumption)]
    [InlineData("con-straint", SignalKind.Constraint)]
    [InlineData("_decision s", SignalKind.Decision)]
    [InlineData("evidence", SignalKind.Evidence)]
    [InlineData("Claims", SignalKind.Claim)]
    [InlineData("QUESTIONS", SignalKind.Question)]
    public void A_kind_is_known_in_any_case_in_the_plural_and_with_hyphens_and_spaces(string name, SignalKind expected) =>
        SignalKinds.Find(name).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("s")]
    [InlineData("2")]
    [InlineData("non-goal")] // the opposite of one
    [InlineData("goalss")]
    [InlineData("goal, claim")]
    public void Anything_else_is_no_kind(string name) => SignalKinds.Find(name).ShouldBeNull();
}
