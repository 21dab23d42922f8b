using Tokenrill.Generations;
using Tokenrill.Models;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Journals;

/// <summary>Generations that end in every way, and say everything that can be said.</summary>
internal sealed class Endings(JournalScene scene)
{
    private readonly List<Generation> _all = [];

    public async Task<IReadOnlyList<Generation>> MakeAsync()
    {
        await EndAsync(Requests.Prompt() with { Metadata = new Dictionary<string, string> { ["a"] = "ä\u2028\"" } }, call => call.Finish());
        await EndAsync(Requests.Prompt(), call => call.Reasoning("Let me ").Text("Grüße").Reasoning("think…").Usage(3, 7, 2).Finish());
        await EndAsync(Requests.Prompt(), SayToolCalls);
        await EndAsync(Requests.Prompt(), call => call.Text("so far").Fail(ErrorCode.ProviderDisconnected, retryAfter: TimeSpan.FromSeconds(3)));
        await EndAsync(Requests.Prompt(), SayHalfCharacters);
        await EndAsync(Requests.Prompt(), SayMuch);
        await StopAsync();
        await SupersedeAsync();
        return _all;
    }

    private async Task EndAsync(GenerationRequest request, Action<ScriptedCall> say)
    {
        var (generation, call) = await BeginAsync(request);
        scene.Time.Advance(TimeSpan.FromMilliseconds(7));
        say(call);
        await generation.SettledAsync().InTime();
    }

    private async Task StopAsync()
    {
        var (generation, call) = await BeginAsync(Requests.Prompt());
        call.Text("stop me");
        generation.Stop();
        await generation.SettledAsync().InTime();
    }

    private async Task SupersedeAsync()
    {
        var (first, call) = await BeginAsync(Requests.In("s", "one"));
        call.Text("one and a ha");
        var (second, next) = await BeginAsync(Requests.In("s", "two"));
        next.Text("two").Finish();
        await first.SettledAsync().InTime();
        await second.SettledAsync().InTime();
    }

    private async Task<(Generation Generation, ScriptedCall Call)> BeginAsync(GenerationRequest request)
    {
        var (generation, call) = await scene.Engine.StartCallAsync(request);
        _all.Add(generation);
        call.Accept();
        return (generation, call);
    }

    private void SayToolCalls(ScriptedCall call)
    {
        call.ToolCall(0, "a", "weather", "{\"city\":").ToolCall(1, "b", "time", "");
        scene.Time.Advance(TimeSpan.FromMilliseconds(30));
        call.ToolCall(0, "", "", "\"Köln\"").ToolCall(1, "", "", "{}").ToolCall(0, "", "", "}").ToolCall(2, "c", "none", "");
        call.Usage(11, 12, 0).Finish(FinishReason.ToolCalls);
    }

    private void SayHalfCharacters(ScriptedCall call)
    {
        // Half a surrogate pair, as some providers send it, and a character that never ends.
        call.Text([0xED, 0xA0, 0xBD]).Text("x\0y\r\n\uFEFF").Text([0xF0, 0x9F]);
        scene.Time.Advance(TimeSpan.FromMilliseconds(30));
        call.Text([0x98, 0x80, 0xE2]).Finish(FinishReason.Length);
    }

    private void SayMuch(ScriptedCall call)
    {
        for (var i = 0; i < 6; i++)
        {
            call.Text(new string((char)('a' + i), 500_000));
            scene.Time.Advance(TimeSpan.FromMilliseconds(11));
        }
        call.Finish();
    }
}
