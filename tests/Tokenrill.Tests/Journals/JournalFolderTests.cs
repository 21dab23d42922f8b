using Tokenrill.Generations;
using Tokenrill.Journals;
using Tokenrill.Journals.Files;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Journals;

public sealed class JournalFolderTests
{
    [Fact]
    public async Task Everything_can_be_read_again_as_it_was_while_the_server_runs()
    {
        await using var folder = await StoredFolder.StartAsync();
        var (first, call) = await folder.Engine.StartCallAsync(Requests.In("a", "What is a rill?"));
        call.Accept().Reasoning("hm").Text("A small ").ToolCall(0, "c", "look", "{\"at").ToolCall(0, "", "", "\":1}").Text("stream.").Finish();
        await first.CleanedUpAsync();
        var (running, other) = await folder.Engine.StartCallAsync(Requests.In("b"));
        other.Accept().Text("half");
        await folder.FlushAsync();

        using var look = folder.Look();
        // Twice: what was read is not remembered.
        for (var time = 1; time <= 2; time++)
        {
            var generations = look.ReadGenerations().ToList();
            generations.Select(stored => stored.Head.Id).ShouldBe([first.Id, running.Id]);
            generations.Select(stored => stored.IsDamaged).ShouldBe([false, false]);
            SeenEvent.All(generations[0].Log).ShouldBe(SeenEvent.All(first.Log));
            SeenEvent.All(generations[1].Log).ShouldBe(SeenEvent.All(running.Log));
            var sessions = look.ReadSessions().ToList();
            sessions.Select(stored => stored.Outline.Key).ShouldBe([new("tester", "a"), new("tester", "b")]);
            sessions[0].Messages.ShouldBe(folder.Engine.Service.Sessions.Find(TestEngine.Caller, "a").Messages(out _));
            sessions[1].Messages[1].Status.ShouldBe(GenerationStatus.Active);
            sessions.ShouldAllBe(stored => !stored.IsDamaged);
        }
    }

    [Fact]
    public async Task What_is_damaged_is_read_up_to_its_damage_and_says_so()
    {
        await using var folder = await StoredFolder.StartAsync();
        var damaged = await folder.AnswerAsync("a", [.. Enumerable.Range(0, 4).Select(number => new string((char)('a' + number), 300_000))]);
        var sound = await folder.AnswerAsync("b", "sound");
        await folder.EndAsync();
        var generations = folder.FileOf("generations");
        // The head, then a record that ends with each of the long events.
        StoredFolder.Flip(generations, StoredFolder.Places(generations)[3].Offset + 1000);
        var sessions = folder.FileOf("sessions");
        StoredFolder.Flip(sessions, StoredFolder.Places(sessions)[1].Offset + RecordHead.Bytes + 1);

        folder.Check().Findings.ShouldContain(finding => finding.IsFault && finding.What == $"{damaged.Id} cannot be read from event 5 on, and has 7");
        using var look = folder.Look();
        var read = look.ReadGenerations().ToDictionary(stored => stored.Head.Id);
        read[sound.Id].IsDamaged.ShouldBeFalse();
        read[damaged.Id].IsDamaged.ShouldBeTrue();
        SeenEvent.All(read[damaged.Id].Log).ShouldBe(SeenEvent.All(damaged.Log).Take(4));
        look.ReadSessions().Select(stored => (stored.Outline.Key.Session, stored.IsDamaged)).ShouldBe([("a", true), ("b", false)]);
    }

    [Fact]
    public async Task Where_there_is_no_journal_or_none_that_can_be_read_that_is_said()
    {
        await using var folder = await StoredFolder.StartAsync();
        await folder.EndAsync();
        Said(Path.Combine(folder.Path, "nowhere")).ShouldBe($"There is no folder {Path.Combine(folder.Path, "nowhere")}.");
        var file = folder.FileOf("sessions");
        Said(file).ShouldBe($"{file} is a file. A journal is a folder.");
        var empty = Directory.CreateDirectory(Path.Combine(folder.Path, "empty")).FullName;
        Said(empty).ShouldStartWith($"There is no journal in {empty}: ");

        var twin = Path.Combine(folder.Path, "sessions-00000001-0000-00000000.trj");
        File.Copy(file, twin);
        Said(folder.Path).ShouldContain("of which there can be only one");
        File.Delete(twin);
        StoredFolder.Edit(file, bytes =>
        {
            bytes[7] = 2;
            BitConverter.TryWriteBytes(bytes.AsSpan(12), ~Checksum.Add(uint.MaxValue, bytes.AsSpan(0, 12)));
            return bytes;
        });
        Said(folder.Path).ShouldContain("was written by a newer Tokenrill: it has version 2");
    }

    private static string Said(string path) => Should.Throw<JournalException>(() => JournalFolder.Open(path, TimeProvider.System).Dispose()).Message;
}
