using Tokenrill.Sessions;
using Tokenrill.Signals;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Sessions;

public sealed class SessionSignalsTests : IDisposable
{
    private readonly TestEngine _engine = new(new() { Signals = { Model = "scripted/model" } });
    private readonly Session _session;

    public SessionSignalsTests() => _session = _engine.Service.Sessions.Create(TestEngine.Caller, "s", null, out _);

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void A_list_that_was_given_does_not_change()
    {
        _session.Signals.Add([New("sig_1"), New("sig_2")]);
        var before = _session.Signals.All;
        _session.Signals.Dismiss("sig_2");
        _session.Signals.Add([New("sig_3")]);

        before.Select(signal => $"{signal.Id} {signal.IsDismissed}").ShouldBe(["sig_1 False", "sig_2 False"]);
        _session.Signals.All.Select(signal => $"{signal.Id} {signal.IsDismissed}").ShouldBe(["sig_1 False", "sig_2 True", "sig_3 False"]);
    }

    [Fact]
    public void Those_that_are_not_stored_stay_in_memory()
    {
        _session.Signals.Add([New("sig_1")]);
        _session.Signals.Park(() => false);
        _session.Signals.All.ShouldHaveSingleItem();
        _session.Signals.Park(() => true);

        _session.Signals.All.ShouldBeEmpty();
    }

    [Fact]
    public void The_log_tells_of_each_signal_and_of_each_dismissal_once()
    {
        _session.Signals.Add([New("sig_1"), New("sig_2")]);
        _engine.Service.Sessions.Dismiss(TestEngine.Caller, "s", "sig_1").IsDismissed.ShouldBeTrue();
        _engine.Service.Sessions.Dismiss(TestEngine.Caller, "s", "sig_1").IsDismissed.ShouldBeTrue();

        _session.Log.After(null, out _).Select(next => next switch
        {
            SignalCreated created => $"created {created.Signal.Id}",
            SignalDismissed dismissed => $"dismissed {dismissed.Signal}",
            _ => "?",
        }).ShouldBe(["created sig_1", "created sig_2", "dismissed sig_1"]);
    }

    [Fact]
    public void A_signal_is_found_and_dismissed_by_its_owner_alone()
    {
        _session.Signals.Add([New("sig_1")]);
        var sessions = _engine.Service.Sessions;

        sessions.FindBySignal(TestEngine.Caller, "sig_1").ShouldBe(_session);
        Should.Throw<TokenrillException>(() => sessions.FindBySignal(new("somebody"), "sig_1")).Code.ShouldBe(ErrorCode.NotFound);
        Should.Throw<TokenrillException>(() => sessions.Dismiss(new("somebody"), "s", "sig_1")).Code.ShouldBe(ErrorCode.NotFound);
        Should.Throw<TokenrillException>(() => sessions.Dismiss(TestEngine.Caller, "s", "sig_2")).Code.ShouldBe(ErrorCode.NotFound);
    }

    [Fact]
    public void A_poll_makes_sense_for_a_minute_and_for_ever_while_there_are_signals_that_nobody_dismissed()
    {
        var sessions = _engine.Service.Sessions;
        sessions.NextSignalPoll(_session).ShouldBe(TimeSpan.FromSeconds(3));
        _engine.Time.Advance(TimeSpan.FromMinutes(1));
        sessions.NextSignalPoll(_session).ShouldBeNull();
        _session.Signals.Add([New("sig_1")]);
        sessions.NextSignalPoll(_session).ShouldBe(TimeSpan.FromSeconds(15));
        _session.Signals.Dismiss("sig_1");
        sessions.NextSignalPoll(_session).ShouldBeNull();
    }

    private Signal New(string id) => new(id, SignalKind.Goal, id, 1, "msg_1", _engine.Time.GetUtcNow());
}
