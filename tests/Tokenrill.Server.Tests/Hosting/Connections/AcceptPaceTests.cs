using Tokenrill.Server.Hosting.Connections;
using Tokenrill.TestKit;

namespace Tokenrill.Server.Tests.Hosting.Connections;

/// <summary>One that comes alone is never kept waiting; those that come fast gather.</summary>
public sealed class AcceptPaceTests
{
    private readonly FakeTime _time = new();
    private readonly AcceptPace _pace;

    public AcceptPaceTests() => _pace = new AcceptPace(_time);

    [Fact]
    public void The_first_is_alone() => Round(1).ShouldBeFalse();

    [Fact]
    public void One_that_comes_later_is_alone()
    {
        Round(1);
        _time.Advance(AcceptPace.Rest);
        Round(1).ShouldBeFalse();
    }

    [Fact]
    public void One_that_comes_just_behind_another_comes_fast()
    {
        Round(1);
        _time.Advance(AcceptPace.Rest - TimeSpan.FromTicks(1));
        Round(1).ShouldBeTrue();
    }

    [Fact]
    public void Two_that_come_together_come_fast() => Round(2).ShouldBeTrue();

    [Fact]
    public void When_none_has_come_it_is_over()
    {
        Round(2);
        Round(0).ShouldBeFalse();
    }

    private bool Round(int accepted)
    {
        for (var i = 0; i < accepted; i++)
            _pace.Accepted();
        return _pace.EndRound();
    }
}
