using System.Globalization;
using Tokenrill.TestKit;

namespace Tokenrill.Server.Tests.Crashes;

public sealed class FolderTests
{
    /// <summary>Where it stores when nobody says otherwise, in its working directory.</summary>
    private const string Usual = "data";

    [Fact]
    public async Task A_second_server_on_the_same_folder_is_refused_in_a_sentence_and_the_first_goes_on()
    {
        using var folder = new ServerFolder();
        await using var first = ServerProcess.StartIn(folder);
        await using var stream = await first.AskAsync("tokens=1000000 rate=50");
        await stream.NextAsync("text");
        await using var second = ServerProcess.StartIn(folder);
        await Should.ThrowAsync<InvalidOperationException>(async () => await second.Address, "it listens on a folder that another server uses");
        var (exitCode, error) = await second.EndAsync();
        exitCode.ShouldNotBe(0);
        error.ShouldContain(Path.Combine(folder.Path, Usual));
        error.ShouldContain("Tokenrill:Storage:Path");
        error.ShouldNotContain("   at ");
        await stream.NextAsync("text");
    }

    [Fact]
    public async Task What_ran_when_the_server_was_told_to_end_is_told_as_interrupted_and_is_there_after_the_restart()
    {
        using var folder = new ServerFolder();
        var told = new List<WireEvent>();
        await using (var first = ServerProcess.StartIn(folder))
        {
            await using var stream = await first.AskAsync("tokens=1000000 rate=50\nAnswer this.", "sim/reasoning", "s-1");
            for (var i = 0; await stream.MoveNextAsync().InTime();)
            {
                if (stream.Current.Data is null)
                    continue;
                told.Add(WireEvent.Of(stream.Current));
                if (++i == 10)
                    await first.SignalAsync("TERM");
            }
            (await first.EndAsync()).ExitCode.ShouldBe(0);
        }
        told[^1].Type.ShouldBe("interrupted");
        await using var second = ServerProcess.StartIn(folder);
        await second.Address;
        var restored = new RestoredServer(second.Client);
        var id = told[0].Json.GetProperty("generation").GetString()!;
        var stored = (await restored.GenerationAsync(id)).ShouldNotBeNull($"{id} is gone after a clean end and a restart");
        stored.Status.ShouldBe("interrupted");
        stored.Reasoning.ShouldBe(WireEvent.Joined(told, "reasoning"));
        stored.Events.Select(next => next.ToString()).ShouldBe(told.Select(next => next.ToString()));
        var session = (await restored.SessionAsync("s-1")).ShouldNotBeNull("the session is gone after a clean end and a restart");
        session.Messages.Select(message => StoredSession.Of(message, "role")).ShouldBe(["user", "assistant"]);
        StoredSession.Of(session.Messages[0], "content").ShouldBe("tokens=1000000 rate=50\nAnswer this.");
        StoredSession.Of(session.Messages[1], "status").ShouldBe("interrupted");
        session.Events.Select(next => next.Sequence).ShouldBe(Enumerable.Range(1, session.Events.Count));
        session.Events[^1].Type.ShouldBe("generation.ended");
    }

    [Fact]
    public async Task A_client_that_was_reading_at_the_end_reads_on_at_the_next_server()
    {
        using var folder = new ServerFolder();
        string id;
        var cursor = 0;
        await using (var first = ServerProcess.StartIn(folder, ("Tokenrill__Storage__Durability", "strict")))
        {
            await using var stream = await first.AskAsync("tokens=1000000 rate=50");
            id = (await stream.NextAsync("started")).GetProperty("generation").GetString()!;
            for (var i = 0; i < 10; i++)
                cursor = (await stream.NextAsync("text")).GetProperty("seq").GetInt32();
            await first.SignalAsync("KILL");
            await first.EndAsync();
        }
        await using var second = ServerProcess.StartIn(folder, ("Tokenrill__Storage__Durability", "strict"));
        await second.Address;
        var behind = (await new RestoredServer(second.Client).ResumeAsync(id, cursor)).ShouldNotBeNull(string.Create(CultureInfo.InvariantCulture, $"{id} cannot be resumed behind event {cursor}, which was told"));
        behind.Select(next => next.Sequence).ShouldBe(Enumerable.Range(cursor + 1, behind.Count));
        behind[^1].Type.ShouldBe("interrupted");
        behind.Count(next => next.IsTerminal).ShouldBe(1);
    }
}
