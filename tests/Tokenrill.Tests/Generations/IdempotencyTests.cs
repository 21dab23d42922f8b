using Tokenrill.Generations;
using Tokenrill.Logs;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Generations;

public sealed class IdempotencyTests : IDisposable
{
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task The_same_key_again_is_the_same_generation()
    {
        var (first, call) = await _engine.StartCallAsync(Keyed("k", "a"));
        var again = await StartAsync(Keyed("k", "a"));
        again.Generation.ShouldBe(first);
        again.IsNew.ShouldBeFalse();
        call.Accept().Finish();
        await first.CleanedUp.InTime();

        (await StartAsync(Keyed("k", "a"))).Generation.ShouldBe(first);
        _engine.Provider.Calls.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Many_at_once_with_one_key_are_one_generation()
    {
        var started = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => StartAsync(Keyed("k", "a")), TestContext.Current.CancellationToken))).InTime();

        started.Select(one => one.Generation).Distinct().ShouldHaveSingleItem();
        started.Count(one => one.IsNew).ShouldBe(1);
    }

    [Fact]
    public async Task A_key_of_another_request_is_refused()
    {
        await _engine.StartAsync(Keyed("k", "a"));
        var refusal = await Should.ThrowAsync<TokenrillException>(() => _engine.StartAsync(Keyed("k", "b")));

        refusal.Code.ShouldBe(ErrorCode.InvalidRequest);
        refusal.Field.ShouldBe("idempotency_key");
    }

    [Fact]
    public async Task Two_owners_may_use_the_same_key()
    {
        var first = await _engine.StartAsync(Keyed("k", "a"), new Caller("anna"));
        var second = await _engine.StartAsync(Keyed("k", "a"), new Caller("bob"));

        second.ShouldNotBe(first);
    }

    [Fact]
    public async Task A_key_whose_start_failed_may_be_used_again_and_who_read_by_it_reads_an_end()
    {
        var journal = new GatedJournal();
        using var engine = new TestEngine(journal: journal);
        var failing = engine.StartAsync(Keyed("k", "a"));
        await journal.Opening.InTime();
        var waiting = await engine.Service.StartAsync(Keyed("k", "a"), TestEngine.Caller, withReader: true, TestContext.Current.CancellationToken);
        waiting.IsNew.ShouldBeFalse();
        journal.Open(new IOException("the disk is full"));
        await Should.ThrowAsync<IOException>(failing.InTime());

        (await SeenEvent.FollowAsync(waiting.Reader!).InTime())[^1].Kind.ShouldBe(EventKind.Failed);
        engine.Service.IdempotencyKeyCount.ShouldBe(0);
        engine.Residue.ShouldBe(0);
    }

    [Fact]
    public async Task A_key_is_kept_as_long_as_its_generation()
    {
        var (generation, call) = await _engine.StartCallAsync(Keyed("k", "a"));
        call.Accept().Finish();
        await generation.CleanedUp.InTime();
        _engine.Service.IdempotencyKeyCount.ShouldBe(1);
        _engine.Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));

        _engine.Service.IdempotencyKeyCount.ShouldBe(0);
    }

    private static GenerationRequest Keyed(string key, string fingerprint) => Requests.Prompt() with { IdempotencyKey = key, Fingerprint = fingerprint };

    private Task<StartedGeneration> StartAsync(GenerationRequest request) =>
        _engine.Service.StartAsync(request, TestEngine.Caller, withReader: false, TestContext.Current.CancellationToken).AsTask();
}
