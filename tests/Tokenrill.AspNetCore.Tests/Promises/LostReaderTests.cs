using Tokenrill.AspNetCore.Tests.Native;
using Tokenrill.Generations;
using Tokenrill.Logs;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Promises;

/// <summary>A lost reader, in every way there is to read: what it does is what its request said.</summary>
public sealed class LostReaderTests : NativeTest
{
    private const string Native = "/v1/generations", Chat = "/v1/chat/completions", Synapse = "/chat";

    public LostReaderTests()
    {
        // Time stands still: a loss must be noticed by itself, not by the next heartbeat that cannot be written.
        Time = new FakeTime();
        Options.Readers.Grace = TimeSpan.Zero;
    }

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("application/x-ndjson")]
    [InlineData("application/json")]
    public async Task With_cancel_it_takes_its_generation_along(string accept) =>
        await EndsAsync(Post(Native, """{"prompt":"Hello","on_disconnect":"cancel"}""").Accepting(accept));

    [Theory]
    [InlineData(Chat, "messages", "true")]
    [InlineData(Chat, "messages", "false")]
    [InlineData(Synapse, "conversation", "true")]
    [InlineData(Synapse, "conversation", "false")]
    public async Task In_a_dialect_that_cannot_resume_it_always_does(string path, string messages, string stream) =>
        await EndsAsync(Post(path, $$"""{"model":"default","{{messages}}":[{"role":"user","content":"Hello"}],"stream":{{stream}}}"""));

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task A_page_of_Jarvis_always_does(string stream) =>
        await EndsAsync(Post("/api/sessions/s/stream", $$"""{"prompt":"Hello","stream":{{stream}}}"""));

    [Fact]
    public async Task A_page_of_Vibe_always_does() =>
        await EndsAsync(Post("/api/stream-response", """{"prompt":"Hello"}"""));

    [Fact]
    public async Task A_socket_with_cancel_takes_its_generation_along()
    {
        using var socket = await Frames.OpenAsync(Host.BaseAddress, Native);
        await socket.SendAsync("""{"type":"start","prompt":"Hello","on_disconnect":"cancel"}""");
        var call = (await Provider.NextCallAsync()).Accept().Text("Half");
        var generation = Running();
        socket.Abort();

        await call.Cancelled.InTime();
        generation.Log[generation.Log.LastSequence].Detail.ShouldBe(CancelledDetail.Disconnect);
    }

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("application/x-ndjson")]
    [InlineData("application/json")]
    public async Task With_continue_it_changes_nothing_and_the_answer_can_be_read_later(string accept)
    {
        using var leaving = new CancellationTokenSource();
        var reading = ReadAsync(Post(Native, Hello).Accepting(accept), leaving.Token);
        var call = (await Provider.NextCallAsync()).Accept().Text("Half ");
        var generation = Running();
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(reading.InTime());
        call.Text("and half").Finish();
        await generation.CleanedUpAsync();

        var state = await Client.CallAsync(Get($"{Native}/{generation.Id}"));
        (state.Json.Text("status"), state.Json.Text("text")).ShouldBe(("completed", "Half and half"));
        using var events = await Client.OpenAsync(Get($"{Native}/{generation.Id}/events"));
        (await events.EventsAsync())[^1].Event.ShouldBe("completed");
    }

    private async Task EndsAsync(HttpRequestMessage request)
    {
        using var leaving = new CancellationTokenSource();
        var reading = ReadAsync(request, leaving.Token);
        var call = (await Provider.NextCallAsync()).Accept().Text("Half");
        var generation = Running();
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(reading.InTime());

        await call.Cancelled.InTime();
        await generation.CleanedUpAsync();
        SeenEvent.All(generation.Log).Count(seen => seen.Kind.IsTerminal()).ShouldBe(1);
        generation.Log[generation.Log.LastSequence].Detail.ShouldBe(CancelledDetail.Disconnect);
        Host.Residue.ShouldBe(0);
    }

    private Generation Running() => Host.Engine.Active(new Caller("local", IsAdmin: true)).Single();

    private async Task ReadAsync(HttpRequestMessage request, CancellationToken leaving)
    {
        using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leaving);
        await response.Content.ReadAsStringAsync(leaving);
    }
}
