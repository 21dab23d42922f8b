using Tokenrill.AspNetCore.Tests.Native;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Threads;

/// <summary>A page with threads, on a server that extracts signals after each turn.</summary>
public abstract class ThreadSignalTest : ThreadTest
{
    protected ThreadSignalTest()
    {
        Options.Signals.Model = "scripted/signals";
        Options.Signals.Turns = 1;
    }

    protected static string Signals(string thread, string more = "") => $"/api/signals/?thread_id={thread}{more}";

    /// <summary>A turn, and what is extracted from it: each a goal that the user named.</summary>
    protected async Task TurnAsync(string thread, params string[] goals)
    {
        await SayAsync(thread, "Hello", "Hi");
        await ExtractAsync(thread, "local", goals);
    }

    /// <summary>Answers the extraction that is due.</summary>
    protected async Task ExtractAsync(string thread, string owner, string[] goals)
    {
        var items = goals.Select(goal => $$"""{"kind":"goal","text":"{{goal}}","confidence":0.8,"message_id":"m1"}""");
        var extraction = await Provider.NextCallAsync();
        extraction.Request.Model.ShouldBe("signals");
        var generation = Host.Engine.Active(new("local", IsAdmin: true)).Single(active => active.Session is null);
        extraction.Accept().Text($"[{string.Join(',', items)}]").Finish();
        await Host.Log.LineAsync($"messages session={thread} owner={owner} generation={generation.Id}");
    }

    protected async Task<List<string?>> GoalsAsync(string path) => [.. (await ResultsAsync(path)).Select(signal => signal.Text("text"))];
}
