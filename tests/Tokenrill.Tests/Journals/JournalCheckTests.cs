using Tokenrill.Journals.Files;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Journals;

public sealed class JournalCheckTests
{
    [Fact]
    public async Task Beside_a_running_server_everything_is_counted_and_nothing_is_touched()
    {
        await using var folder = await StoredFolder.StartAsync();
        var (called, tools) = await folder.Engine.StartCallAsync(Requests.In("a"));
        tools.Accept().Reasoning("hm").Text("I ").ToolCall(0, "c", "look", "{\"at").ToolCall(0, "", "", "\":1}").Usage(1, 2).Finish();
        await called.CleanedUpAsync();
        await folder.AnswerAsync("b", "one", "two");
        var (failed, call) = await folder.Engine.StartCallAsync(Requests.Prompt());
        call.Accept().Fail(ErrorCode.ProviderUnavailable);
        await failed.CleanedUpAsync();
        var stopped = await folder.Engine.StartAsync(Requests.In("c"));
        stopped.Stop();
        await stopped.CleanedUpAsync();
        folder.Time.Advance(TimeSpan.FromHours(1) / 2);
        await folder.Engine.Provider.NextCallAsync();
        var (superseded, _) = await folder.Engine.StartCallAsync(Requests.In("b"));
        var (last, running) = await folder.Engine.StartCallAsync(Requests.In("b"));
        await superseded.CleanedUpAsync();
        running.Accept().Text("half");
        await folder.FlushAsync();
        var before = folder.Contents;
        var digests = folder.Digests;

        using var look = folder.Look();
        var (report, findings) = StoredFolder.Check(look);

        findings.ShouldBeEmpty();
        report.Generations.ShouldBe(new GenerationCounts(2, 1, 1, 1, 0, 1));
        (report.Sessions, report.Messages, report.PendingErasures, report.Faults).ShouldBe((3, 10, 0, 0));
        report.Segments.Select(segment => segment.File).ShouldBe(before.Keys);
        report.Bytes.ShouldBe(before.Values.Sum(bytes => bytes.Length));
        report.Newest.ShouldBe(folder.Time.GetUtcNow());
        report.Oldest.ShouldBe(folder.Time.GetUtcNow() - (TimeSpan.FromHours(1) / 2));
        folder.Digests.ShouldBe(digests);

        // What comes afterwards is not seen, and stands in nobody's way.
        running.Finish();
        await last.CleanedUpAsync();
        await folder.AnswerAsync("d", "more");
        await folder.FlushAsync();
        StoredFolder.Check(look).Report.Generations.ShouldBe(report.Generations);
        folder.Check().Report.Generations.ShouldBe(report.Generations with { Completed = 4, Unfinished = 0 });
    }

    [Fact]
    public async Task A_flip_in_any_record_is_a_fault_of_that_record()
    {
        await using var folder = await StoredFolder.StartAsync();
        await folder.AnswerAsync("a", "one", "two");
        await folder.AnswerAsync("b", "three");
        await folder.EndAsync();
        folder.Check().Findings.ShouldBeEmpty();
        var flips = 0;
        foreach (var (name, sound) in folder.Contents)
        {
            var path = Path.Combine(folder.Path, name);
            foreach (var place in StoredFolder.Places(path))
                foreach (var offset in (long[])[place.Offset, place.Offset + 5, place.Offset + 40, place.Offset + RecordHead.Bytes, place.Offset + place.Length - 1])
                {
                    StoredFolder.Flip(path, offset);
                    var (report, findings) = folder.Check();
                    await File.WriteAllBytesAsync(path, sound, TestContext.Current.CancellationToken);

                    findings.ShouldContain(finding => finding.IsFault && finding.File == name && finding.Offset == place.Offset, $"{name}, flipped at {offset}");
                    report.Faults.ShouldBe(findings.Count(finding => finding.IsFault));
                    flips++;
                }
            StoredFolder.Flip(path, 9);
            folder.Check().Findings.ShouldContain(finding => finding.IsFault && finding.Offset == 0 && finding.What.Contains("header", StringComparison.Ordinal));
            await File.WriteAllBytesAsync(path, sound, TestContext.Current.CancellationToken);
        }
        flips.ShouldBeGreaterThan(40);
    }

    [Fact]
    public async Task What_a_killed_server_leaves_at_the_end_of_its_newest_file_is_no_fault()
    {
        await using var folder = await StoredFolder.StartAsync();
        await folder.AnswerAsync("a", "one", "two");
        await folder.EndAsync();
        foreach (var name in folder.Contents.Keys)
        {
            var path = Path.Combine(folder.Path, name);
            var sound = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
            var last = StoredFolder.Places(path)[^1];
            for (var length = (int)last.Offset + 1; length < sound.Length; length += 7)
            {
                await File.WriteAllBytesAsync(path, sound[..length], TestContext.Current.CancellationToken);
                var (report, findings) = folder.Check();
                report.Faults.ShouldBe(0, $"{name}, {length} bytes: {string.Join("; ", findings)}");
                findings.ShouldContain(finding => finding.Offset == last.Offset && finding.What.Contains("the next start cuts it off", StringComparison.Ordinal));
            }
            using (var look = folder.Look())
            {
                // It is not read beyond where it ended, and has grown by then.
                await File.WriteAllBytesAsync(path, sound, TestContext.Current.CancellationToken);
                StoredFolder.Check(look).Findings.Select(finding => finding.What).ShouldContain(what => what.EndsWith("it is being written to", StringComparison.Ordinal));
            }
            folder.Check().Findings.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_file_of_which_the_end_is_missing_is_a_fault_unless_it_is_the_newest()
    {
        await using var folder = await StoredFolder.StartAsync(segmentBytes: 1);
        await folder.AnswerAsync("a", "one");
        await folder.FlushAsync();
        await folder.AnswerAsync("a", "two");
        await folder.EndAsync();
        var path = Path.Combine(folder.Path, folder.Contents.First(file => file.Key.StartsWith("generations", StringComparison.Ordinal) && file.Value.Length > SegmentHeader.Bytes).Key);
        StoredFolder.Edit(path, bytes => bytes[..^1]);
        var (report, findings) = folder.Check();
        report.Segments.Count.ShouldBeGreaterThan(3);
        findings.ShouldContain(finding => finding.IsFault && finding.File == Path.GetFileName(path) && finding.What.Contains("the record is cut off", StringComparison.Ordinal));
        findings.ShouldContain(finding => finding.IsFault && finding.What.Contains("cannot be read from event 1 on, and has 4", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_crash_has_cut_is_sound_again_after_the_next_start()
    {
        await using var folder = await StoredFolder.StartAsync();
        var generation = await folder.AnswerAsync("a", [.. Enumerable.Range(0, 4).Select(_ => new string('x', 300_000))]);
        await folder.EndAsync();
        var path = folder.FileOf("generations");
        var places = StoredFolder.Places(path);
        places.Count.ShouldBe(6);
        StoredFolder.Edit(path, bytes => bytes[..(int)(places[3].Offset + 100)]);
        var (report, findings) = folder.Check();
        report.Faults.ShouldBe(0);
        report.Generations.Unfinished.ShouldBe(1);
        findings.Select(finding => finding.What).ShouldContain(what => what.StartsWith($"{generation.Id} cannot be read from event 5 on: the server was killed", StringComparison.Ordinal));

        await folder.StartEngineAsync();
        await folder.AnswerAsync("b", "after the crash");
        await folder.EndAsync();
        (report, findings) = folder.Check();
        findings.ShouldBeEmpty();
        report.Generations.ShouldBe(new GenerationCounts(1, 0, 0, 0, 1, 0));
    }

    [Fact]
    public async Task A_session_with_a_gap_is_a_fault_that_says_what_is_missing()
    {
        await using var folder = await StoredFolder.StartAsync();
        await folder.AnswerAsync("a", "one");
        await folder.AnswerAsync("a", "two");
        await folder.EndAsync();
        var path = folder.FileOf("sessions");
        // The session's beginning, a question with its answer's beginning, the answer's end, and the same again.
        var places = StoredFolder.Places(path);
        StoredFolder.Edit(path, bytes => [.. bytes[..(int)places[1].Offset], .. bytes[(int)places[2].Offset..]]);

        var (report, findings) = folder.Check();
        report.Faults.ShouldBe(1);
        findings.Single().ShouldSatisfyAllConditions(
            finding => finding.Offset.ShouldBe(places[1].Offset),
            finding => finding.What.ShouldMatch("^Events 1 to 4 of ses_[0-9a-f]{32} are missing before this$"));
    }

    [Fact]
    public async Task A_finished_generation_that_lacks_events_in_its_midst_is_a_fault()
    {
        await using var folder = await StoredFolder.StartAsync();
        var generation = await folder.AnswerAsync("a", [.. Enumerable.Range(0, 3).Select(_ => new string('x', 300_000))]);
        await folder.EndAsync();
        var path = folder.FileOf("generations");
        var places = StoredFolder.Places(path);
        StoredFolder.Edit(path, bytes => [.. bytes[..(int)places[2].Offset], .. bytes[(int)places[3].Offset..]]);
        folder.Check().Findings.ShouldContain(finding => finding.IsFault && finding.Offset == places[2].Offset && finding.What == $"{generation.Id} goes on with event 5 behind event 3");
    }

    [Fact]
    public async Task A_deleted_session_of_which_something_is_left_is_counted_as_that_and_as_nothing_else()
    {
        await using var folder = await StoredFolder.StartAsync();
        var generation = await folder.AnswerAsync("a", "one");
        await folder.AnswerAsync("b", "two");
        var session = folder.Engine.Service.Sessions.Find(TestEngine.Caller, "a").Log.Id;
        await folder.EndAsync();
        JournalForgery.Append(folder.FileOf("sessions"), JournalForgery.Erased(session, generation.Id));

        var (report, findings) = folder.Check();
        findings.ShouldBeEmpty();
        (report.PendingErasures, report.Sessions, report.Messages, report.Generations.Finished, report.Generations.Unfinished).ShouldBe((1, 1, 2, 1, 0));
        using var look = folder.Look();
        look.ReadSessions().Select(stored => stored.Outline.Key.Session).ShouldBe(["b"]);
        look.ReadGenerations().Select(stored => stored.Head.Session).ShouldBe(["b"]);
    }

    [Fact]
    public async Task What_a_rewriting_has_left_is_named_and_stays()
    {
        await using var folder = await StoredFolder.StartAsync();
        await folder.AnswerAsync("a", "one");
        await folder.EndAsync();
        var path = folder.FileOf("generations");
        string[] left = ["generations-00000001-0001-00000000.trj.tmp", "sessions-00000007-0000-00000001.trj.tmp"];
        foreach (var name in left)
            await File.WriteAllTextAsync(Path.Combine(folder.Path, name), "", TestContext.Current.CancellationToken);
        folder.Check().Report.Unused.ShouldBe(left);
        left.ShouldAllBe(name => File.Exists(Path.Combine(folder.Path, name)));
        File.Exists(path).ShouldBeTrue();
    }
}
