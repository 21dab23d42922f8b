using System.Diagnostics;
using Tokenrill.Generations;
using Tokenrill.Journals.Files;
using Tokenrill.Logs;
using Tokenrill.Options;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Journals;

/// <summary>What happens while nothing can be stored, and afterwards.</summary>
public sealed class StorageFaultTests : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private FileStorage _storage = new(Durability.Batched);
    private JournalScene _scene;

    public StorageFaultTests() => _scene = new JournalScene(_storage);

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    public static TheoryData<Durability, string> Faults()
    {
        var faults = new TheoryData<Durability, string>();
        foreach (var durability in Enum.GetValues<Durability>())
        {
            faults.Add(durability, "full");
            faults.Add(durability, "away");
            // Without it, nobody asks the disk whether it has what it was given.
            if (durability != Durability.None)
                faults.Add(durability, "flush");
        }
        return faults;
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task With_degrade_all_goes_on_and_is_stored_when_the_disk_is_back(Durability durability, string fault)
    {
        await OpenAsync(durability, OnStorageFailure.Degrade);
        var before = SeenGeneration.Of(await _scene.AnswerAsync(Requests.In("s", "one"), "first"));
        var (running, call) = await _scene.Engine.StartCallAsync(Requests.In("t", "two"));
        call.Accept().Text("a");
        await _scene.FlushAsync();
        Break(fault);
        call.Text("b");
        await _scene.TryFlushAsync();
        _scene.Service.StorageFault.ShouldNotBeNullOrEmpty();
        call.Text("c");
        running.Log.LastSequence.ShouldBe(5);
        var meanwhile = await _scene.AnswerAsync(Requests.In("s", "three"), "third");
        SeenGeneration.Of(await _scene.FindAsync(before[0].Split(' ')[0])).ShouldBe(before);
        Mend(fault);
        await HealAsync();
        call.Finish();
        await running.SettledAsync().InTime();
        await _scene.FlushAsync();
        IReadOnlyList<string>[] seen = [before, SeenGeneration.Of(running), SeenGeneration.Of(meanwhile), SeenGeneration.Of(await _scene.SessionAsync("s")), SeenGeneration.Of(await _scene.SessionAsync("t"))];
        await _scene.ReopenAsync(crash: true);

        SeenGeneration.Of(await _scene.FindAsync(before[0].Split(' ')[0])).ShouldBe(seen[0]);
        SeenGeneration.Of(await _scene.FindAsync(running.Id)).ShouldBe(seen[1]);
        SeenGeneration.Of(await _scene.FindAsync(meanwhile.Id)).ShouldBe(seen[2]);
        SeenGeneration.Of(await _scene.SessionAsync("s")).ShouldBe(seen[3]);
        SeenGeneration.Of(await _scene.SessionAsync("t")).ShouldBe(seen[4]);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task With_fail_what_runs_ends_and_nothing_begins_until_the_disk_is_back(Durability durability, string fault)
    {
        await OpenAsync(durability, OnStorageFailure.Fail);
        var before = SeenGeneration.Of(await _scene.AnswerAsync(Requests.In("s", "one") with { IdempotencyKey = "k" }, "first"));
        var (running, call) = await _scene.Engine.StartCallAsync(Requests.In("t", "two"));
        using var reader = running.Attach();
        call.Accept().Text("a");
        await _scene.FlushAsync();
        Break(fault);
        call.Text("b");
        await _scene.TryFlushAsync();
        var seen = await SeenEvent.FollowAsync(reader).InTime();
        ((FailedDetail)seen[^1].Detail!).Error.Code.ShouldBe(ErrorCode.StorageUnavailable);
        seen.Select(next => next.Text).ShouldBe(["", "", "a", "b", ""]);
        await call.Cancelled.InTime();
        var refused = Requests.Prompt() with { IdempotencyKey = "l" };
        (await Should.ThrowAsync<TokenrillException>(_scene.Engine.StartAsync(refused))).Code.ShouldBe(ErrorCode.StorageUnavailable);
        (await _scene.Engine.StartAsync(Requests.In("s", "one") with { IdempotencyKey = "k" })).Id.ShouldBe(before[0].Split(' ')[0]);
        Mend(fault);
        await HealAsync();
        (await _scene.Engine.StartAsync(Requests.Prompt())).Status.ShouldBe(GenerationStatus.Active);
        await _scene.ReopenAsync(crash: true);

        SeenGeneration.Of(await _scene.FindAsync(before[0].Split(' ')[0])).ShouldBe(before);
        var read = await _scene.FindAsync(running.Id);
        (read.Status, read.Log.LastSequence).ShouldBe((GenerationStatus.Failed, 5));
        (await _scene.SessionAsync("t")).Messages(out _)[1].Content.ShouldBe("ab");
        // What was refused may be asked for again with its key.
        await _scene.Engine.StartCallAsync(refused);
    }

    [Theory]
    [InlineData(DiskCall.Create)]
    [InlineData(DiskCall.Write)]
    [InlineData(DiskCall.Flush)]
    [InlineData(DiskCall.FlushFolder)]
    public async Task A_disk_that_takes_nothing_is_told_of_at_the_start(DiskCall call)
    {
        _storage.Disk.Fail(call);

        (await Should.ThrowAsync<Tokenrill.Journals.JournalException>(_scene.OpenAsync())).Message.ShouldContain(_storage.Folder);
        _storage.Disk.Recover();
        await _scene.OpenAsync();
    }

    [Fact]
    public async Task A_folder_that_is_none_is_told_of_at_the_start()
    {
        await File.WriteAllTextAsync(_storage.Folder, "a file", TestContext.Current.CancellationToken);

        (await Should.ThrowAsync<Tokenrill.Journals.JournalException>(_scene.OpenAsync())).Message.ShouldContain(_storage.Folder);
    }

    [Fact]
    public async Task It_is_tried_again_each_second()
    {
        await _scene.OpenAsync();
        _storage.Disk.Fail(DiskCall.Write);
        var (_, call) = await _scene.Engine.StartCallAsync();
        await _scene.TryFlushAsync();
        for (var i = 0; i < 3; i++)
        {
            await _scene.Time.Armed(Second).InTime();
            var asked = _storage.Disk.Hold(DiskCall.Create);
            _scene.Time.Advance(Second - TimeSpan.FromTicks(1));
            asked.IsCompleted.ShouldBeFalse();
            _scene.Time.Advance(TimeSpan.FromTicks(1));
            await asked.InTime();
            _storage.Disk.Release();
        }
        call.Accept();
    }

    [Fact]
    public async Task What_comes_while_it_is_tried_does_not_hasten_the_next_try()
    {
        await _scene.OpenAsync();
        _storage.Disk.Fail(DiskCall.Write);
        var tried = _storage.Disk.Hold(DiskCall.Write);
        var (_, call) = await _scene.Engine.StartCallAsync();
        await tried.InTime();
        call.Accept().Text("a");
        var failed = _scene.Time.Armed(Second);
        _storage.Disk.Release();
        await failed.InTime();
        var calls = _storage.Disk.Calls.Count;

        // The machine's time in which a batch would have gathered.
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < 4 * JournalWriter.Batch)
            await Task.Yield();
        _storage.Disk.Calls.Count.ShouldBe(calls);
    }

    [Fact]
    public async Task On_a_full_disk_what_has_expired_makes_room()
    {
        _scene.Options.Storage.SegmentBytes = 3000;
        _scene.Options.Storage.Retention = TimeSpan.FromHours(1);
        await _scene.OpenAsync();
        for (var i = 0; i < 3; i++)
        {
            await _scene.AnswerAsync(Requests.Prompt(), new string('x', 3000));
            await _scene.FlushAsync();
        }
        var files = _storage.Files.Count;
        _storage.Disk.Fail(DiskCall.Write);
        await _scene.AnswerAsync(Requests.Prompt(), "unstored");
        await _scene.TryFlushAsync();
        _scene.Time.Advance(TimeSpan.FromHours(2));
        await _scene.TryFlushAsync();

        _storage.Files.Count.ShouldBeLessThan(files);
    }

    [Fact]
    public async Task While_nothing_can_be_stored_memory_stays_bounded()
    {
        _scene.Options.Storage.MemoryBytes = 1 << 20;
        _scene.Options.Sessions.MemoryBytes = 1 << 20;
        await _scene.OpenAsync();
        _storage.Disk.Fail(DiskCall.Write);
        for (var i = 0; i < 40; i++)
        {
            await _scene.AnswerAsync(Requests.In($"s{i}", new string('q', 50_000)), new string('a', 100_000));
            await _scene.TryFlushAsync();
        }

        // 100,000 bytes of answer in each.
        _scene.Service.KeptGenerations.ShouldBeLessThanOrEqualTo(12);
        Enumerable.Range(0, 40).Count(i => _scene.Service.Sessions.Find(TestEngine.Caller, $"s{i}").IsInMemory).ShouldBeLessThanOrEqualTo(12);
        _storage.Disk.Recover();
        await HealAsync();
        await _scene.ReopenAsync(crash: true);
        (await _scene.SessionAsync("s39")).Messages(out _).Select(message => message.Content.Length).ShouldBe([50_000, 100_000]);
    }

    [Fact]
    public async Task What_was_let_go_of_unstored_is_erased_with_its_session()
    {
        _scene.Options.Storage.MemoryBytes = 10_000;
        await _scene.OpenAsync();
        var (generation, call) = await _scene.Engine.StartCallAsync(Requests.In("s", "question"));
        call.Accept().Text("answerword");
        await _scene.FlushAsync();
        _storage.Disk.Fail(DiskCall.Flush);
        call.Text(new string('x', 20_000)).Finish();
        await generation.SettledAsync().InTime();
        await _scene.TryFlushAsync();
        _storage.Disk.Recover();
        await HealAsync();
        Holds("answerword").ShouldBeTrue();
        await _scene.DeleteAsync("s");

        Holds("answerword").ShouldBeFalse();
    }

    [Fact]
    public async Task A_strict_journal_shows_nothing_before_it_is_stored()
    {
        await OpenAsync(Durability.Strict, OnStorageFailure.Degrade);
        var (generation, call) = await _scene.Engine.StartCallAsync(Requests.In("s"));
        call.Accept();
        await _scene.FlushAsync();
        var session = await _scene.SessionAsync("s");
        var known = session.Log.LastSequence;
        var asked = _storage.Disk.Hold(DiskCall.Flush);
        using var reader = generation.Attach();
        call.Text("stored?").Finish();
        await asked.InTime();
        await generation.CleanedUp.InTime();

        (generation.Log.LastAppended, generation.Log.LastSequence, generation.Status).ShouldBe((4, 2, GenerationStatus.Active));
        session.Log.LastSequence.ShouldBe(known);
        session.Messages(out var last)[1].Status.ShouldNotBe(GenerationStatus.Failed);
        last.ShouldBe(known);
        var starting = _scene.Engine.StartAsync(Requests.Prompt());
        _scene.Provider.Calls.ShouldHaveSingleItem();
        _storage.Disk.Release();
        (await SeenEvent.FollowAsync(reader).InTime())[^1].Kind.ShouldBe(EventKind.Completed);
        (await starting.InTime()).Status.ShouldBe(GenerationStatus.Active);
    }

    [Fact]
    public async Task What_somebody_saw_with_a_strict_journal_is_there_after_a_crash()
    {
        await OpenAsync(Durability.Strict, OnStorageFailure.Degrade);
        var (generation, call) = await _scene.Engine.StartCallAsync(Requests.In("s", "question"));
        using var reader = generation.Attach();
        call.Accept();
        for (var i = 0; i < 10; i++)
        {
            call.Text($"{i}");
            while (reader.Position < i + 3)
                if (!reader.TryRead(out _))
                    await reader.WaitAsync().InTime();
            var crashed = new FileStorage(Durability.Strict);
            crashed.Copy(_storage.Folder);
            await using var scene = new JournalScene(crashed);
            await scene.OpenAsync();
            (await scene.FindAsync(generation.Id)).Log.LastSequence.ShouldBeGreaterThanOrEqualTo(i + 4);
            (await scene.SessionAsync("s")).Messages(out _)[0].Content.ShouldBe("question");
        }
    }

    [Theory]
    [InlineData(Durability.Batched)]
    [InlineData(Durability.Strict)]
    public async Task Whoever_waits_when_it_closes_waits_no_longer(Durability durability)
    {
        await OpenAsync(durability, OnStorageFailure.Degrade);
        var (generation, call) = await _scene.Engine.StartCallAsync(Requests.In("s"));
        call.Accept();
        await _scene.CloseAsync();
        call.Text("late").Finish();
        await generation.SettledAsync().InTime();

        generation.Status.ShouldBe(GenerationStatus.Completed);
        (await Should.ThrowAsync<TokenrillException>(() => _scene.DeleteAsync("s"))).Code.ShouldBe(ErrorCode.StorageUnavailable);
        (await Should.ThrowAsync<TokenrillException>(_scene.FlushAsync())).Code.ShouldBe(ErrorCode.StorageUnavailable);
    }

    private async Task OpenAsync(Durability durability, OnStorageFailure onFailure)
    {
        await _scene.DisposeAsync();
        _storage = new FileStorage(durability);
        _scene = new JournalScene(_storage);
        _scene.Options.Storage.OnFailure = onFailure;
        await _scene.OpenAsync();
    }

    private void Break(string fault)
    {
        if (fault == "away")
            Directory.Move(_storage.Folder, _storage.Folder + ".away");
        else
            _storage.Disk.Fail(fault == "full" ? DiskCall.Write : DiskCall.Flush);
    }

    private void Mend(string fault)
    {
        if (fault == "away")
            Directory.Move(_storage.Folder + ".away", _storage.Folder);
        else
            _storage.Disk.Recover();
    }

    /// <summary>Time alone does it.</summary>
    private async Task HealAsync()
    {
        await _scene.Time.Armed(Second).InTime();
        _scene.Time.Advance(Second);
        await _scene.Log.LineAsync("everything is stored again");
        await _scene.FlushAsync();
        _scene.Service.StorageFault.ShouldBeNull();
    }

    private bool Holds(string word) => _storage.Files.Any(file => File.ReadAllText(file).Contains(word, StringComparison.Ordinal));
}
