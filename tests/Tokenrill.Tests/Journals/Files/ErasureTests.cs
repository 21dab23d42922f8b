using System.Text;
using Tokenrill.Generations;
using Tokenrill.Options;
using Tokenrill.Signals;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Journals;

/// <summary>What was deleted is in no file any more, and everything else is as it was.</summary>
public sealed class ErasureTests : IAsyncDisposable
{
    private static readonly string[] Words = ["promptword", "answerword", "reasoningword", "titleword", "signalword", "metadataword", "toolword"];

    private readonly FileStorage _storage = new(Durability.Batched);
    private readonly JournalScene _scene;

    public ErasureTests()
    {
        _scene = new JournalScene(_storage);
        _scene.Options.Storage.SegmentBytes = 3000;
    }

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_word_of_a_deleted_session_is_left_and_all_others_are_as_they_were(bool afterRestart)
    {
        await _scene.OpenAsync();
        var (deleted, others) = await FillAsync();
        if (afterRestart)
            await _scene.ReopenAsync(crash: true);
        Left().ShouldBe(Words);
        await _scene.DeleteAsync("s");

        Left().ShouldBeEmpty();
        await EnsureAsync(deleted, others);
        await _scene.ReopenAsync(crash: true);
        Left().ShouldBeEmpty();
        await EnsureAsync(deleted, others);
    }

    [Fact]
    public async Task A_session_that_left_memory_is_erased_too()
    {
        _scene.Options.Sessions.Kept = 1;
        await _scene.OpenAsync();
        var (deleted, others) = await FillAsync();
        await _scene.AnswerAsync(Requests.In("t"), "x");
        _scene.Service.Sessions.Find(TestEngine.Caller, "s").IsInMemory.ShouldBeFalse();
        await _scene.DeleteAsync("s");

        Left().ShouldBeEmpty();
        await EnsureAsync(deleted, others);
    }

    [Fact]
    public async Task One_that_runs_is_erased_with_all_the_pieces_it_had_said()
    {
        await _scene.OpenAsync();
        var (generation, call) = await _scene.Engine.StartCallAsync(Requests.In("s", "promptword"));
        call.Accept();
        for (var i = 0; i < 5; i++)
        {
            call.Text("answerword");
            await _scene.AnswerAsync(Requests.Prompt(), new string('x', 2000));
            await _scene.FlushAsync();
        }
        Left().ShouldBe(["promptword", "answerword"]);
        await _scene.DeleteAsync("s");
        call.Text("answerword");
        await _scene.FlushAsync();

        Left().ShouldBeEmpty();
        (await _scene.RefusalAsync(generation.Id)).ShouldBe(ErrorCode.NotFound);
        await call.Cancelled.InTime();
    }

    [Fact]
    public async Task What_has_expired_is_erased_where_others_keep_its_file()
    {
        _scene.Options.Storage.Retention = TimeSpan.FromHours(1);
        _scene.Options.Storage.SegmentBytes = 1 << 20;
        await _scene.OpenAsync();
        await _scene.AnswerAsync(Requests.In("s", "promptword"), "answerword");
        await _scene.FlushAsync();
        _scene.Time.Advance(TimeSpan.FromMinutes(50));
        var other = await _scene.AnswerAsync(Requests.Prompt(), "other");
        await _scene.FlushAsync();
        _scene.Time.Advance(TimeSpan.FromMinutes(20));
        await _scene.FlushAsync();
        await _scene.DeleteAsync("s");

        Left().ShouldBeEmpty();
        (await _scene.FindAsync(other.Id)).Id.ShouldBe(other.Id);
    }

    [Fact]
    public async Task What_has_expired_is_erased_where_its_file_is_the_one_that_is_written_to()
    {
        _scene.Options.Storage.Retention = TimeSpan.FromHours(1);
        _scene.Options.Storage.SegmentBytes = 1 << 20;
        await _scene.OpenAsync();
        await _scene.AnswerAsync(Requests.In("s", "promptword"), "answerword");
        await _scene.FlushAsync();
        _scene.Time.Advance(TimeSpan.FromHours(2));
        await _scene.FlushAsync();
        Left().ShouldBe(["promptword", "answerword"]);
        await _scene.DeleteAsync("s");

        Left().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_had_expired_before_a_restart_is_erased_after_it()
    {
        _scene.Options.Storage.Retention = TimeSpan.FromHours(1);
        await _scene.OpenAsync();
        await _scene.AnswerAsync(Requests.In("s", "promptword"), "answerword");
        await _scene.CloseAsync();
        _scene.Time.Advance(TimeSpan.FromHours(2));
        await _scene.OpenAsync();
        Left().ShouldBe(["promptword", "answerword"]);
        await _scene.DeleteAsync("s");

        Left().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(DiskCall.Flush, false)]
    [InlineData(DiskCall.Flush, true)]
    [InlineData(DiskCall.Write, true)]
    public async Task What_was_written_twice_because_the_disk_refused_is_erased_twice(DiskCall call, bool afterRestart)
    {
        await _scene.OpenAsync();
        await _scene.AnswerAsync(Requests.In("s", "promptword"), "answerword");
        _storage.Disk.Fail(call);
        await _scene.TryFlushAsync();
        _storage.Disk.Recover();
        await _scene.FlushAsync();
        if (afterRestart)
            await _scene.ReopenAsync(crash: true);
        await _scene.DeleteAsync("s");

        Left().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_generation_that_its_session_does_not_know_goes_with_it()
    {
        await _scene.OpenAsync();
        await _scene.AnswerAsync(Requests.In("s", "before"), "before");
        await _scene.FlushAsync();
        var sessions = _storage.Files.Where(file => Path.GetFileName(file).StartsWith("sessions", StringComparison.Ordinal)).ToDictionary(file => file, File.ReadAllBytes);
        await _scene.AnswerAsync(Requests.In("s", "promptword"), "answerword");
        await _scene.CloseAsync();
        foreach (var (file, bytes) in sessions)
            await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        await _scene.OpenAsync();
        Left().ShouldBe(["answerword"]);
        await _scene.DeleteAsync("s");

        Left().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(DiskCall.Create)]
    [InlineData(DiskCall.Write)]
    [InlineData(DiskCall.Rename)]
    [InlineData(DiskCall.Delete)]
    [InlineData(DiskCall.FlushFolder)]
    public async Task Whoever_deletes_is_told_when_it_is_not_done_and_it_is_done_as_soon_as_it_can_be(DiskCall call)
    {
        await _scene.OpenAsync();
        var (deleted, others) = await FillAsync();
        _storage.Disk.Fail(call);
        (await Should.ThrowAsync<TokenrillException>(() => _scene.DeleteAsync("s"))).Code.ShouldBe(ErrorCode.StorageUnavailable);
        (await _scene.RefusalAsync(deleted[0].Id)).ShouldBe(ErrorCode.NotFound);
        _storage.Disk.Recover();
        _scene.Time.Advance(TimeSpan.FromSeconds(1));
        await _scene.Log.LineAsync("a deleted session is erased");

        Left().ShouldBeEmpty();
        await EnsureAsync(deleted, others);
    }

    [Fact]
    public async Task Whoever_does_not_wait_for_it_stops_nothing()
    {
        await _scene.OpenAsync();
        await FillAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => _scene.Service.Sessions.DeleteAsync(TestEngine.Caller, "s", cancelled.Token));
        await _scene.Log.LineAsync("a deleted session is erased");

        Left().ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_two_who_delete_one_session_one_is_told_that_there_is_none()
    {
        await _scene.OpenAsync();
        var (deleted, others) = await FillAsync();
        var codes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(DeleteAsync))).InTime();
        await _scene.ReopenAsync(crash: true);

        codes.Count(code => code is null).ShouldBe(1);
        codes.Count(code => code == ErrorCode.NotFound).ShouldBe(7);
        Left().ShouldBeEmpty();
        await EnsureAsync(deleted, others);
    }

    [Theory]
    [InlineData(Durability.Batched)]
    [InlineData(Durability.Strict)]
    public async Task One_whose_session_is_deleted_as_it_begins_leaves_nothing(Durability durability)
    {
        await using var storage = new FileStorage(durability);
        var deleting = Task.CompletedTask;
        var files = storage.NewJournal(_scene.Options.Storage, _scene.Time, _scene.Log);
        var journal = new HookedJournal(files);
        using (var engine = new TestEngine(_scene.Options, time: _scene.Time, journal: journal))
        {
            await engine.Service.RecoverAsync(TestContext.Current.CancellationToken);
            journal.BeforeStored = () => deleting = engine.Service.Sessions.DeleteAsync(TestEngine.Caller, "s", TestContext.Current.CancellationToken);
            var generation = await engine.StartAsync(Requests.In("s") with { Metadata = new Dictionary<string, string> { ["a"] = "metadataword" } }).InTime();
            await generation.SettledAsync().InTime();
            await deleting.InTime();
            await storage.FlushAsync(files).InTime();

            storage.Files.ShouldAllBe(file => !File.ReadAllText(file).Contains("metadataword", StringComparison.Ordinal));
            (await Should.ThrowAsync<TokenrillException>(() => engine.Service.FindAsync(generation.Id, TestEngine.Caller, TestContext.Current.CancellationToken).AsTask())).Code.ShouldBe(ErrorCode.NotFound);
        }
    }

    [Fact]
    public async Task Others_go_on_writing_meanwhile()
    {
        await _scene.OpenAsync();
        var (deleted, others) = await FillAsync();
        var (generation, call) = await _scene.Engine.StartCallAsync(Requests.In("t", "question"));
        call.Accept();
        var deleting = _scene.DeleteAsync("s");
        for (var i = 0; i < 200; i++)
        {
            call.Text($"piece {i} ");
            if (i % 10 == 0)
                await _scene.FlushAsync();
        }
        await deleting;
        call.Finish();
        await generation.SettledAsync().InTime();
        var seen = SeenGeneration.Of(generation);

        Left().ShouldBeEmpty();
        await EnsureAsync(deleted, others);
        await _scene.ReopenAsync(crash: true);
        SeenGeneration.Of(await _scene.FindAsync(generation.Id)).ShouldBe(seen);
        await EnsureAsync(deleted, others);
    }

    [Fact]
    public async Task A_crash_anywhere_on_the_way_is_made_good_when_it_is_opened_again()
    {
        await _scene.OpenAsync();
        var (deleted, others) = await FillAsync();
        await _scene.CloseAsync();
        var filled = _storage.Folder;
        var crashes = 0;
        for (var calls = 1; ; calls++)
        {
            _storage.Copy(filled);
            _storage.Disk = new FaultyDisk();
            await _scene.OpenAsync();
            _storage.Disk.DieAt(calls);
            var refusal = await DeleteAsync();
            if (!_storage.Disk.IsDead)
                break;
            crashes++;
            refusal.ShouldBe(ErrorCode.StorageUnavailable);
            _scene.Abandon();
            _storage.Disk = new FaultyDisk();
            await _scene.OpenAsync();
            // It died before it was stored that there is something to erase.
            if (_scene.Service.Sessions.FindOrDefault(TestEngine.Caller, "s") is not null)
                await _scene.DeleteAsync("s");
            // With each, one file is rewritten.
            for (var files = _storage.Files.Count; files >= 0; files--)
                await _scene.FlushAsync();

            Left().ShouldBeEmpty($"the disk died in call {calls}");
            await EnsureAsync(deleted, others);
        }
        crashes.ShouldBeGreaterThan(15);
    }

    private async Task<ErrorCode?> DeleteAsync()
    {
        try
        {
            await _scene.DeleteAsync("s");
            return null;
        }
        catch (TokenrillException refusal)
        {
            return refusal.Code;
        }
    }

    /// <summary>A session that says each of the words, among others that say none of them, all over several segments.</summary>
    private async Task<(IReadOnlyList<Generation> Deleted, IReadOnlyDictionary<string, IReadOnlyList<string>> Others)> FillAsync()
    {
        var others = new List<Generation>();
        for (var i = 0; i < 3; i++)
            others.Add(await _scene.AnswerAsync(Requests.In($"o{i}", "another question"), new string('y', 800)));
        var metadata = new Dictionary<string, string> { ["a"] = "metadataword" };
        var (first, call) = await _scene.Engine.StartCallAsync(Requests.In("s", "promptword") with { Metadata = metadata, IdempotencyKey = "k" });
        call.Accept().Reasoning("reasoningword").Text("answer").Text("word answerword");
        await _scene.FlushAsync();
        others.Add(await _scene.AnswerAsync(Requests.In("o0", "another one"), new string('z', 3000)));
        await _scene.FlushAsync();
        call.ToolCall(0, "a", "toolword", "{}").Finish();
        await first.SettledAsync().InTime();
        var session = await _scene.SessionAsync("s");
        session.Rename("titleword");
        session.Signals.Add([new Signal("sig_1", SignalKind.Goal, "signalword", 0.5, "msg_1", _scene.Time.GetUtcNow())]);
        await _scene.FlushAsync();
        others.Add(await _scene.AnswerAsync(Requests.Prompt(), new string('z', 3000)));
        await _scene.FlushAsync();
        return ([first], others.ToDictionary(other => other.Id, SeenGeneration.Of));
    }

    private async Task EnsureAsync(IReadOnlyList<Generation> deleted, IReadOnlyDictionary<string, IReadOnlyList<string>> others)
    {
        foreach (var generation in deleted)
            (await _scene.RefusalAsync(generation.Id)).ShouldBe(ErrorCode.NotFound);
        _scene.Service.Sessions.FindOrDefault(TestEngine.Caller, "s").ShouldBeNull();
        _scene.Service.IdempotencyKeyCount.ShouldBe(0);
        foreach (var (id, seen) in others)
            SeenGeneration.Of(await _scene.FindAsync(id)).ShouldBe(seen);
        (await _scene.SessionAsync("o0")).Messages(out _).Select(message => message.Content.Length).ShouldBe([16, 800, 11, 3000]);
    }

    /// <summary>The words that are still in some file.</summary>
    private IEnumerable<string> Left()
    {
        var files = _storage.Files.Select(File.ReadAllBytes).ToList();
        return Words.Where(word => files.Exists(file => file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0));
    }
}
