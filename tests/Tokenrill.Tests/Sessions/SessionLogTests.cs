using Tokenrill.Sessions;
using Tokenrill.TestKit;
using Tokenrill.Time;

namespace Tokenrill.Tests.Sessions;

public sealed class SessionLogTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTime _time = new();
    private readonly SessionLog _log;

    public SessionLogTests() => _log = new SessionLog(new Clock(_time), "ses_1");

    [Fact]
    public void Events_are_numbered_from_one_and_read_from_any_place()
    {
        Append(3);

        Titles(null).ShouldBe(["1", "2", "3"]);
        Titles(0).ShouldBe(["1", "2", "3"]);
        Titles(2).ShouldBe(["3"]);
        Titles(3).ShouldBeEmpty();
        _log.After(0, out _).Select(next => next.Sequence).ShouldBe([1, 2, 3]);
        _log.After(0, out _).ShouldAllBe(next => next.At == _time.GetUtcNow());
    }

    [Fact]
    public void A_cursor_beyond_the_end_is_not_found() =>
        Should.Throw<TokenrillException>(() => _log.After(1, out _)).Code.ShouldBe(ErrorCode.NotFound);

    [Fact]
    public void A_cursor_before_what_is_kept_is_refused_with_the_earliest_there_is()
    {
        Append(SessionLog.Kept + 2);

        var refusal = Should.Throw<TokenrillException>(() => _log.After(1, out _));
        refusal.Code.ShouldBe(ErrorCode.CursorExpired);
        refusal.Message.ShouldContain("the earliest event kept is 3");
        _log.After(2, out _)[0].Sequence.ShouldBe(3);
        _log.After(null, out _)[0].Sequence.ShouldBe(3);
        _log.After(null, out _).Count.ShouldBe(SessionLog.Kept);
    }

    [Fact]
    public async Task Who_waits_is_told_at_once()
    {
        var wait = _log.WaitAsync(0, Second, TestContext.Current.CancellationToken);
        wait.IsCompleted.ShouldBeFalse();
        Append(1);

        (await wait.InTime()).ShouldBeTrue();
        _time.ArmedTimers.ShouldBe(0);
    }

    [Fact]
    public async Task Who_waits_for_nothing_learns_that_nothing_came()
    {
        var wait = _log.WaitAsync(0, Second, TestContext.Current.CancellationToken);
        _time.Advance(Second);

        (await wait.InTime()).ShouldBeFalse();
    }

    [Fact]
    public async Task Who_is_behind_does_not_wait()
    {
        Append(1);

        (await _log.WaitAsync(0, Second, TestContext.Current.CancellationToken).InTime()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_closed_log_ends_waiting_and_takes_nothing_more()
    {
        var wait = _log.WaitAsync(0, Second, TestContext.Current.CancellationToken);
        _log.Close();
        Append(1);

        (await wait.InTime()).ShouldBeTrue();
        _log.After(0, out var isClosed).ShouldBeEmpty();
        isClosed.ShouldBeTrue();
    }

    [Theory]
    [InlineData(new[] { 1, 2, 3, 6, 7, 8 }, 4, 5)]
    [InlineData(new[] { 1, 2, 3, 4, 5, 6 }, 5, 8)]
    [InlineData(new int[0], 0, 8)]
    public void What_is_missing_where_it_was_stored_moves_no_cursor(int[] stored, int refused, int good)
    {
        var log = new SessionLog(new Clock(_time), "ses_1", 8, () => [.. stored.Select(number => new TitleChanged($"{number}") { Sequence = number })]);

        Should.Throw<TokenrillException>(() => log.After(refused, out _)).Code.ShouldBe(ErrorCode.CursorExpired);
        log.After(good, out _).Select(next => next.Sequence).ShouldBe(Enumerable.Range(good + 1, 8 - good));
        log.Publish(log.Append(new TitleChanged("9"))!.Sequence);
        log.After(8, out _).ShouldHaveSingleItem().Sequence.ShouldBe(9);
    }

    [Fact]
    public void Events_that_are_not_stored_stay_in_memory()
    {
        Append(2);
        _log.Park(() => false);
        Titles(0).ShouldBe(["1", "2"]);
        _log.Park(() => true);

        Should.Throw<TokenrillException>(() => Titles(0)).Code.ShouldBe(ErrorCode.CursorExpired);
    }

    private void Append(int count)
    {
        for (var i = 0; i < count; i++)
            if (_log.Append(new TitleChanged($"{_log.LastSequence + 1}")) is { } added)
                _log.Publish(added.Sequence);
    }

    private IEnumerable<string> Titles(int? after) => _log.After(after, out _).Cast<TitleChanged>().Select(next => next.Title);
}
