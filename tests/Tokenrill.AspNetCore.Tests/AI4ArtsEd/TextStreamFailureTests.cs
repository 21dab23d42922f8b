using System.Text.Encodings.Web;
using System.Text.Json;
using Tokenrill.AspNetCore.Tests.Native;
using Tokenrill.Generations;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.AI4ArtsEd;

public sealed class TextStreamFailureTests : NativeTest
{
    private const string Stream = "/api/text_stream", Stage2 = Stream + "/stage2/run?prompt=A+dog";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public TextStreamFailureTests()
    {
        Time = new FakeTime();
        Options.Deadlines = new();
    }

    public static TheoryData<string> Ends => ["provider", "fault", "connect", "first", "between", "total", "stop", "superseded", "shutdown"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task What_does_not_complete_is_an_error_that_is_said_once(string end)
    {
        // A server that is gone can tell nobody who comes back that nothing follows.
        await using var page = ArtsPage.Open(Host, Stage2, closes: end == "shutdown");
        var call = await Provider.NextCallAsync();
        await page.NextAsync("connected");
        var generation = Running();
        await using var other = end == "superseded" ? await SupersedeAsync(call) : null;
        var (message, text) = other is null ? await EndAsync(end, call) : ("A newer request took over the session before this answer was complete.", "Half");

        var events = await page.AllAsync();
        string.Concat(events[..^1].Select(next => next.Event == "chunk" ? next.Json.Text("text_chunk") : throw new InvalidOperationException(next.Event))).ShouldBe(text);
        var error = events[^1];
        (error.Event, error.Json.Text("message"), error.Json.Text("stage")).ShouldBe(("error", message, "stage2"));
        error.Id.ShouldBe($"{generation.Id}:{generation.Log.LastSequence}");
        var id = error.Json.Text("error_id")!;
        if (generation.Status == GenerationStatus.Failed)
            id.ShouldStartWith("err_");
        else
            id.ShouldBe(generation.Id);
        await Host.Log.LineAsync(id);
        error.Data!.ShouldNotContain("secret");
        if (end != "shutdown")
            (page.Refusal, page.Connections).ShouldBe((204, 2));
    }

    [Theory]
    [InlineData("/stage1/run", "text: is required, and must say something", "stage1")]
    [InlineData("/stage1/run?text=", "text: is required, and must say something", "stage1")]
    [InlineData("/stage1/run?prompt=Hund", "text: is required, and must say something", "stage1")]
    [InlineData("/stage2/run?prompt=+&context=x", "prompt: is required, and must say something", "stage2")]
    [InlineData("/stage3/run?text=a&text=b", "text: is there twice", "stage3")]
    [InlineData("/stage4/run?prompt=x&model=local/llama", "model: \"local/llama\" needs a provider called ollama, and there is none; there are: scripted", "stage4")]
    [InlineData("/stage4/run?prompt=x&model=mistral/large", "model: \"mistral/large\" needs a provider called mistral, and there is none; there are: scripted", "stage4")]
    [InlineData("/stage4/a%0Ab?prompt=x", "run_id: must be 1 to 128 characters, none of them a control character", "stage4")]
    public async Task A_stage_that_cannot_start_says_why_in_an_event_because_a_page_sees_no_other_answer(string path, string message, string stage)
    {
        await using var page = ArtsPage.Open(Host, Stream + path);

        await ShouldBeRefusedAsync(page, message, stage);
        Provider.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("nonsense", "Last-Event-ID: must be {generation}:{seq}, as event ids are")]
    [InlineData("gen_nobody:3", "There is no such generation, or it is no longer kept.")]
    [InlineData("{generation}:99", "after: event 99 is not known; the last one is 2")]
    public async Task A_last_id_that_leads_nowhere_starts_nothing(string lastId, string message)
    {
        await using var first = ArtsPage.Open(Host, Stage2);
        (await Provider.NextCallAsync()).Accept();
        await using var page = ArtsPage.Open(Host, Stage2, lastId: lastId.Replace("{generation}", Running().Id, StringComparison.Ordinal));

        await ShouldBeRefusedAsync(page, message, "stage2");
        Provider.Calls.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("/stage2/other?prompt=A+dog")]
    [InlineData("/stage4/run?prompt=A+dog")]
    public async Task A_last_id_of_another_run_or_stage_is_refused(string path)
    {
        await using var first = ArtsPage.Open(Host, Stage2);
        var id = (await first.NextAsync("connected")).Id;
        await using var page = ArtsPage.Open(Host, Stream + path, lastId: id);

        await ShouldBeRefusedAsync(page, "Last-Event-ID: names an event of another run or stage.", path[1..7]);
        Provider.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_provider_that_is_busy_is_an_error_event()
    {
        Provider.OnCall = static call => call.Fail(ErrorCode.ProviderRateLimited, "secret detail");
        await using var page = ArtsPage.Open(Host, Stage2);

        var events = await page.AllAsync();
        events.Select(next => next.Event).ShouldBe(["connected", "error"]);
        events[1].Json.Text("message").ShouldBe("The model provider is busy; try again later.");
        page.Refusal.ShouldBe(204);
    }

    private static async Task ShouldBeRefusedAsync(ArtsPage page, string message, string stage)
    {
        var error = (await page.AllAsync()).ShouldHaveSingleItem();
        error.Data.ShouldBe($$"""{"message":{{JsonSerializer.Serialize(message, Relaxed)}},"stage":"{{stage}}","error_id":"{{error.Id}}"}""");
        error.Event.ShouldBe("error");
        error.Id!.ShouldStartWith("err_");
        (page.Refusal, page.Connections).ShouldBe((204, 2));
    }

    private Generation Running() => Host.Engine.Active(new Caller("local", IsAdmin: true)).Single();

    private async Task<ArtsPage> SupersedeAsync(ScriptedCall call)
    {
        call.Accept().Text("Half");
        var other = ArtsPage.Open(Host, $"{Stream}/stage3/run?text=A+dog");
        await other.NextAsync("connected");
        return other;
    }

    private async Task<(string Message, string Text)> EndAsync(string end, ScriptedCall call)
    {
        if (end != "connect")
            call.Accept();
        if (end is not ("connect" or "first" or "total"))
            call.Text("Half");
        switch (end)
        {
            case "provider":
                call.Fail(ErrorCode.ProviderDisconnected, "secret detail");
                return ("The model provider ended the stream before the answer was complete.", "Half");
            case "fault":
                call.Fail(new InvalidOperationException("secret detail"));
                return ("Something went wrong on the server.", "Half");
            case "connect":
                Time!.Advance(TimeSpan.FromSeconds(10));
                return ("The model provider could not be reached in time.", "");
            case "first":
                Time!.Advance(TimeSpan.FromSeconds(120));
                return ("The model did not begin to answer in time.", "");
            case "between":
                Time!.Advance(TimeSpan.FromSeconds(30));
                return ("The model stopped answering.", "Half");
            case "total":
                for (var i = 0; i < 30; i++)
                {
                    call.Text("x");
                    Time!.Advance(TimeSpan.FromSeconds(20));
                }
                return ("The answer took too long.", new string('x', 30));
            case "stop":
                (await Client.CallAsync(Post($"/v1/generations/{Running().Id}/stop"))).Status.ShouldBe(202);
                return ("The answer was stopped before it was complete.", "Half");
            default:
                await Host.StopAsync().InTime();
                return ("The server stopped while the answer was being written.", "Half");
        }
    }
}
