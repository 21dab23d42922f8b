using Tokenrill.Sessions;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Sessions;

public sealed class MemorySessionGateTests
{
    private static readonly SessionKey Key = new("anna", "s");
    private static readonly TimeSpan TwoSeconds = TimeSpan.FromSeconds(2);

    private readonly FakeTime _time = new();
    private readonly MemorySessionGate _gate;

    public MemorySessionGateTests() => _gate = new MemorySessionGate(_time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_free_session_is_claimed_at_once()
    {
        var holder = new Holder("a");
        var claim = (await _gate.ClaimAsync(Key, holder, OnBusy.Reject, Cancellation)).Claim.ShouldNotBeNull();

        (await claim.WaitForPredecessorAsync(TwoSeconds, Cancellation)).ShouldBeTrue();
        (await _gate.FindActiveAsync(Key, Cancellation)).ShouldBe("a");
        holder.Losses.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(OnBusy.Reject)]
    [InlineData(OnBusy.Attach)]
    public async Task A_busy_session_says_who_is_active_and_leaves_it_alone(OnBusy onBusy)
    {
        var holder = new Holder("a");
        await _gate.ClaimAsync(Key, holder, OnBusy.Supersede, Cancellation);
        var result = await _gate.ClaimAsync(Key, new Holder("b"), onBusy, Cancellation);

        result.Claim.ShouldBeNull();
        result.ActiveGeneration.ShouldBe("a");
        holder.Losses.ShouldBeEmpty();
        _gate.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_newcomer_has_the_session_at_once_and_waits_for_the_one_before()
    {
        var (first, a) = await ClaimAsync("a");
        var (_, b) = await ClaimAsync("b");
        first.Losses.ShouldBe(["b"]);
        (await _gate.FindActiveAsync(Key, Cancellation)).ShouldBe("b");

        var waiting = b.WaitForPredecessorAsync(TwoSeconds, Cancellation);
        waiting.IsCompleted.ShouldBeFalse();
        a.Release();
        (await waiting.InTime()).ShouldBeTrue();
        _gate.Count.ShouldBe(1);
        b.Release();
        _gate.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Patience_with_the_one_before_ends_and_the_claim_holds()
    {
        await ClaimAsync("a");
        var (_, b) = await ClaimAsync("b");
        var waiting = b.WaitForPredecessorAsync(TwoSeconds, Cancellation);
        _time.Advance(TwoSeconds - TimeSpan.FromMilliseconds(1));
        waiting.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        (await waiting.InTime()).ShouldBeFalse();
        (await _gate.FindActiveAsync(Key, Cancellation)).ShouldBe("b");
    }

    [Fact]
    public async Task In_a_chain_each_waits_for_the_one_before_and_learns_at_once_that_it_lost()
    {
        var chain = new List<(Holder Holder, ISessionClaim Claim)>();
        for (var i = 0; i < 50; i++)
            chain.Add(await ClaimAsync($"g{i}"));
        chain.Take(49).Select(link => link.Holder.Losses).ShouldBe(Enumerable.Range(1, 49).Select(i => (List<string>)[$"g{i}"]));
        chain[^1].Holder.Losses.ShouldBeEmpty();

        var waits = chain.Select(link => link.Claim.WaitForPredecessorAsync(TwoSeconds, Cancellation)).ToArray();
        for (var i = 0; i < 50; i++)
        {
            (await waits[i].InTime()).ShouldBeTrue();
            if (i < 49)
                waits[i + 1].IsCompleted.ShouldBeFalse();
            chain[i].Claim.Release();
        }
        _gate.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Epochs_grow_with_every_claim()
    {
        var (_, a) = await ClaimAsync("a");
        var (_, b) = await ClaimAsync("b");
        a.Release();
        b.Release();
        var (_, c) = await ClaimAsync("c");

        b.Epoch.ShouldBeGreaterThan(a.Epoch);
        c.Epoch.ShouldBeGreaterThan(b.Epoch);
    }

    [Theory]
    [InlineData(OnBusy.Reject)]
    [InlineData(OnBusy.Attach)]
    public async Task One_that_has_ended_and_only_cleans_up_is_not_in_the_way_but_is_waited_for(OnBusy onBusy)
    {
        var (first, a) = await ClaimAsync("a");
        first.HasEnded = true;
        (await _gate.FindActiveAsync(Key, Cancellation)).ShouldBeNull();
        var b = (await _gate.ClaimAsync(Key, new Holder("b"), onBusy, Cancellation)).Claim.ShouldNotBeNull();

        var waiting = b.WaitForPredecessorAsync(TwoSeconds, Cancellation);
        waiting.IsCompleted.ShouldBeFalse();
        a.Release();
        (await waiting.InTime()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_late_release_does_not_take_the_session_from_the_next()
    {
        var (_, a) = await ClaimAsync("a");
        await ClaimAsync("b");
        a.Release();
        a.Release();

        (await _gate.FindActiveAsync(Key, Cancellation)).ShouldBe("b");
        _gate.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Two_owners_may_use_the_same_name_and_never_meet()
    {
        var anna = new Holder("a");
        await _gate.ClaimAsync(Key, anna, OnBusy.Supersede, Cancellation);
        var result = await _gate.ClaimAsync(new SessionKey("bob", "s"), new Holder("b"), OnBusy.Reject, Cancellation);

        result.Claim.ShouldNotBeNull();
        anna.Losses.ShouldBeEmpty();
        (await _gate.FindActiveAsync(Key, Cancellation)).ShouldBe("a");
    }

    [Theory]
    [InlineData("dogs", "dogs", true)]
    [InlineData("cats", "dogs", false)]
    [InlineData("cats", null, false)]
    [InlineData(null, "dogs", true)]
    public async Task One_that_attaches_only_to_its_own_subject_supersedes_any_other(string? subject, string? active, bool attaches)
    {
        var first = new Holder("a") { Subject = active };
        await _gate.ClaimAsync(Key, first, OnBusy.Supersede, Cancellation);
        var second = await _gate.ClaimAsync(Key, new Holder("b") { Subject = subject }, OnBusy.Attach, Cancellation);

        (second.ActiveGeneration, second.Claim is null).ShouldBe(attaches ? ("a", true) : (null, false));
        first.Losses.ShouldBe(attaches ? [] : ["b"]);
    }

    [Fact]
    public async Task Of_many_that_claim_at_once_all_but_one_lose_once()
    {
        var holders = Enumerable.Range(0, 200).Select(i => new Holder($"g{i}")).ToArray();
        var claims = await Task.WhenAll(holders.Select(holder => Task.Run(
            async () => (await _gate.ClaimAsync(Key, holder, OnBusy.Supersede, Cancellation)).Claim!, Cancellation)));

        holders.Sum(holder => holder.Losses.Count).ShouldBe(199);
        var winner = holders.Single(holder => holder.Losses.Count == 0);
        (await _gate.FindActiveAsync(Key, Cancellation)).ShouldBe(winner.Id);
        claims.Select(claim => claim.Epoch).ShouldBeUnique();
        foreach (var claim in claims)
            claim.Release();
        _gate.Count.ShouldBe(0);
    }

    private async Task<(Holder Holder, ISessionClaim Claim)> ClaimAsync(string id)
    {
        var holder = new Holder(id);
        return (holder, (await _gate.ClaimAsync(Key, holder, OnBusy.Supersede, Cancellation)).Claim.ShouldNotBeNull());
    }

    private sealed class Holder(string id) : ISessionHolder
    {
        public string Id => id;

        public string? Subject { get; init; }

        public bool HasEnded { get; set; }

        public List<string> Losses { get; } = [];

        public void SupersededBy(string generation)
        {
            lock (Losses)
                Losses.Add(generation);
        }
    }
}
