using System.Text.Json;

namespace Tokenrill.Server.Tests.Journals;

public sealed class JournalCommandTests
{
    private const string Secret = "Where is the well?";

    [Fact]
    public async Task Beside_a_running_server_a_journal_is_inspected_verified_and_exported_and_the_server_goes_on()
    {
        using var folder = new ServerFolder();
        await using var server = ServerProcess.StartIn(folder, ("Tokenrill__Storage__Durability", "strict"));
        await using (var first = await server.AskAsync($"tokens=5 rate=1000\n{Secret}", "sim/steady", "s-1"))
            (await first.RestAsync())[^1].ShouldBe("completed");
        await using var running = await server.AskAsync("tokens=1000000 rate=50", "sim/steady", "s-2");
        await running.NextAsync("text");

        var inspected = await JournalTool.RunAsync(folder, "inspect");
        inspected.ExitCode.ShouldBe(0, inspected.Error);
        inspected.Output.ShouldContain($"Journal in {Path.Combine(folder.Path, "data")}\n");
        inspected.Output.ShouldMatch("generations +2: 1 completed, 1 unfinished\n");
        inspected.Output.ShouldMatch("sessions +2, with 4 messages\n");
        inspected.Output.ShouldMatch("faults +none\n");
        inspected.Output.ShouldNotContain(Secret);
        var verified = await JournalTool.RunAsync(folder, "verify", "data");
        (verified.ExitCode, verified.Error).ShouldBe((0, ""), verified.Output);
        verified.Output.Split('\n')[^2].ShouldStartWith("Sound. Records: ");

        var exported = await JournalTool.RunAsync(folder, "export");
        exported.ExitCode.ShouldBe(0, exported.Error);
        var lines = exported.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines.Select(line => (Of(line, "type"), Of(line, "type") == "session" ? Of(line, "id") : Of(line, "session"), line.TryGetProperty("status", out var status) ? status.GetString() : null)).ShouldBe(
            [("session", "s-1", null), ("session", "s-2", null), ("generation", "s-1", "completed"), ("generation", "s-2", "unfinished")]);
        var messages = lines[0].GetProperty("messages").EnumerateArray().ToList();
        messages.Select(message => Of(message, "role")).ShouldBe(["user", "assistant"]);
        Of(messages[0], "content").ShouldContain(Secret);
        var events = lines[2].GetProperty("events").EnumerateArray().ToList();
        events.Select(next => next.GetProperty("seq").GetInt32()).ShouldBe(Enumerable.Range(1, events.Count));
        events.ShouldAllBe(next => next.GetProperty("ms").GetInt64() >= 0);
        Of(events[^1], "type").ShouldBe("completed");
        string.Concat(events.Where(next => Of(next, "type") == "text").Select(next => Of(next, "text"))).ShouldBe(Of(messages[1], "content"));
        await running.NextAsync("text");
    }

    [Fact]
    public async Task After_a_kill_the_journal_is_sound_and_what_was_told_under_strict_is_in_the_export()
    {
        using var folder = new ServerFolder();
        int told;
        await using (var server = ServerProcess.StartIn(folder, ("Tokenrill__Storage__Durability", "strict")))
        {
            await using var stream = await server.AskAsync("tokens=1000000 rate=200", "sim/steady", "s-1");
            for (var i = 0; i < 20; i++)
                await stream.NextAsync("text");
            told = stream.Current.Json.GetProperty("seq").GetInt32();
            await server.SignalAsync("KILL");
            await server.EndAsync();
        }
        var verified = await JournalTool.RunAsync(folder, "verify");
        verified.ExitCode.ShouldBe(0, verified.Output);
        verified.Output.ShouldNotContain("fault");
        verified.Output.ShouldContain("generations: 1 (1 unfinished)");

        var exported = await JournalTool.RunAsync(folder, "export", "--session", "s-1", "--owner=local");
        var lines = exported.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines.Select(line => Of(line, "type")).ShouldBe(["session", "generation"]);
        lines[1].GetProperty("events").GetArrayLength().ShouldBeGreaterThanOrEqualTo(told);
        (await JournalTool.RunAsync(folder, "export", "--session", "s-2")).Output.ShouldBeEmpty();
        (await JournalTool.RunAsync(folder, "export", "--owner", "nobody")).Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_flipped_byte_is_told_with_its_file_and_its_place_and_the_exit_code_says_so()
    {
        using var folder = new ServerFolder();
        await using (var server = ServerProcess.StartIn(folder))
        {
            await using var stream = await server.AskAsync("tokens=5 rate=1000", "sim/steady", "s-1");
            await stream.RestAsync();
            await server.SignalAsync("TERM");
            await server.EndAsync();
        }
        (await JournalTool.RunAsync(folder, "verify")).ExitCode.ShouldBe(0);
        var file = Directory.GetFiles(Path.Combine(folder.Path, "data"), "sessions-*.trj").Single();
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        bytes[100] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);

        var verified = await JournalTool.RunAsync(folder, "verify");
        verified.ExitCode.ShouldBe(1);
        var lines = verified.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        // The first record stands behind the file's header.
        lines[0].ShouldStartWith($"fault: {Path.GetFileName(file)} at 16: the record's checksum is wrong, ");
        lines[^1].ShouldStartWith($"Faults: {lines.Length - 1}. ");
        (await JournalTool.RunAsync(folder, "inspect")).Output.ShouldContain("journal verify says which");
        using var report = JsonDocument.Parse((await JournalTool.RunAsync(folder, "inspect", "--json")).Output);
        report.RootElement.GetProperty("faults").GetInt32().ShouldBe(lines.Length - 1);
        report.RootElement.GetProperty("generations").GetProperty("completed").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_reader_that_has_read_enough_ends_the_export_quietly()
    {
        using var folder = new ServerFolder();
        await using (var server = ServerProcess.StartIn(folder))
        {
            await using var stream = await server.AskAsync("tokens=5000 rate=1000000", "sim/steady", "s-1");
            await stream.RestAsync();
            await server.SignalAsync("TERM");
            await server.EndAsync();
        }
        // More than a pipe holds.
        (await JournalTool.RunAsync(folder, "export")).Output.Length.ShouldBeGreaterThan(200_000);
        var (exitCode, output, error) = await JournalTool.RunToHeadAsync(folder, "export");
        (exitCode, output.Length, error).ShouldBe((0, 100, ""));
    }

    [Theory]
    [InlineData(0, "usage: tokenrill journal", "")]
    [InlineData(0, "usage: tokenrill journal", "verify", "--help")]
    [InlineData(2, "There is no command \"journal look\"", "look")]
    [InlineData(2, "journal verify has no option \"--json\"", "verify", "--json")]
    [InlineData(2, "--owner needs a value", "export", "--owner")]
    [InlineData(2, "\"b\" is one folder too many", "inspect", "a", "b")]
    [InlineData(66, "There is no folder ", "inspect")]
    [InlineData(66, "There is no journal in ", "export", ".")]
    public async Task What_cannot_be_done_is_said_in_a_sentence_and_by_the_exit_code(int code, string expected, params string[] arguments)
    {
        using var folder = new ServerFolder();
        var (exitCode, output, error) = await JournalTool.RunAsync(folder, [.. arguments.Where(argument => argument.Length > 0)]);
        exitCode.ShouldBe(code);
        (code == 0 ? output : error).ShouldStartWith(expected);
        (code == 0 ? error : output).ShouldBeEmpty();
        folder.Files.ShouldBeEmpty();
    }

    private static string Of(JsonElement element, string member) => element.GetProperty(member).GetString()!;
}
