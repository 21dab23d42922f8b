using System.Text.Json;
using Tokenrill.AspNetCore.Tests.Native;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Synapse;

/// <summary>Every way an answer breaks: the client is told by a last chunk, or by a status, with a safe sentence and an id that
/// leads to the engine's own in the server's log.</summary>
public sealed class SynapseFailureTests : SynapseTest
{
    private const string Half = "Half of it";

    private static readonly Dictionary<string, (Action<SynapseFailureTests, ScriptedCall> Break, ErrorCode Code, string Text)> Failures = new()
    {
        ["the provider disconnects"] = ((_, call) => call.Accept().Text(Half).Fail(ErrorCode.ProviderDisconnected, "secret detail"), ErrorCode.ProviderDisconnected, Half),
        ["the provider returns without a reason"] = ((_, call) => call.Accept().Text(Half).Return(), ErrorCode.ProviderDisconnected, Half),
        ["the provider sends garbage"] = ((_, call) => call.Accept().Text(Half).Fail(ErrorCode.ProviderProtocol, "secret detail"), ErrorCode.ProviderProtocol, Half),
        ["the provider refuses"] = ((_, call) => call.Fail(ErrorCode.ProviderRejected, "secret detail"), ErrorCode.ProviderRejected, ""),
        ["the provider is busy"] = ((_, call) => call.Fail(ErrorCode.ProviderRateLimited, "secret detail", TimeSpan.FromSeconds(7)), ErrorCode.ProviderRateLimited, ""),
        ["a fault of ours"] = ((_, call) => call.Accept().Text(Half).Fail(new InvalidOperationException("secret detail")), ErrorCode.Internal, Half),
        ["connect deadline"] = ((test, _) => test.Wait(10_000), ErrorCode.ConnectTimeout, ""),
        ["first-token deadline"] = ((test, call) => { call.Accept(); test.Wait(120_000); }, ErrorCode.FirstTokenTimeout, ""),
        ["between-tokens deadline"] = ((test, call) => { call.Accept().Text(Half); test.Wait(30_000); }, ErrorCode.BetweenTokensTimeout, Half),
        ["total deadline"] = (static (test, call) => test.RunOutOfTime(call), ErrorCode.TotalTimeout, new string('x', 30)),
        ["output limit"] = ((_, call) => call.Accept().Text(new string('x', 1025)), ErrorCode.OutputLimitExceeded, new string('x', 1025)),
    };

    public SynapseFailureTests()
    {
        Options.Deadlines = new();
        Options.Limits.OutputBytes = 1024;
    }

    public static TheoryData<string> Ways => [.. Failures.Keys];

    [Theory, MemberData(nameof(Ways))]
    public async Task A_failure_is_a_last_chunk_with_an_error(string way)
    {
        var (fail, code, text) = Failures[way];
        using var response = await ChatAsync(Body(stream: true));
        ((int)response.StatusCode).ShouldBe(200);
        fail(this, await Provider.NextCallAsync());

        var page = new SynapsePage(response);
        var chunks = await page.AllAsync();

        var last = chunks[^1];
        last.EnumerateObject().Select(member => member.Name).ShouldBe(["content", "full_content", "chunk_id", "timestamp", "done", "model", "error", "error_id", "streaming_stats"]);
        (last.Text("content"), last.Text("error"), last.Number("chunk_id")).ShouldBe(("", code.Info().Message, chunks.Count));
        last.Text("timestamp").ShouldBe(Time!.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
        chunks[..^1].ShouldAllBe(chunk => chunk.GetProperty("error").ValueKind == JsonValueKind.Null && !chunk.GetProperty("done").GetBoolean());
        (page.Shown, page.Finished).ShouldBe((text, text));
        await LogHasAsync(last.Text("error_id")!, code);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_failure_of_an_answer_in_one_piece_is_a_status(string way)
    {
        var (fail, code, _) = Failures[way];
        var answer = ChatAsync(Body(stream: false));
        fail(this, await Provider.NextCallAsync());
        using var response = await answer;

        ((int)response.StatusCode).ShouldBe(code.Info().Status);
        (response.Headers.RetryAfter?.Delta).ShouldBe(code == ErrorCode.ProviderRateLimited ? TimeSpan.FromSeconds(7) : null);
        var json = await response.JsonAsync();
        json.GetRawText().ShouldBe($$"""{"error":"{{code.Info().Name}}","message":"{{code.Info().Message}}","error_id":"{{json.Text("error_id")}}"}""");
        await LogHasAsync(json.Text("error_id")!, code);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_stop_never_looks_complete(bool stream)
    {
        var answer = ChatAsync(Body(stream));
        var call = (await Provider.NextCallAsync()).Accept().Text(Half);
        // The answer in one piece has sent no header yet.
        var id = stream ? (await answer).Generation() : Host.Engine.Active(new("local", IsAdmin: true)).Single().Id;
        (await Client.CallAsync(Post($"/v1/generations/{id}/stop"))).Status.ShouldBe(202);
        await call.Cancelled.InTime();
        using var response = await answer;

        await EndsWithAsync(response, stream, "cancelled", 409, "The answer was stopped before it was complete.", id);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_newer_request_never_makes_it_look_complete(bool stream)
    {
        var answer = ChatAsync(Body(stream), ("Tokenrill-Session", "s-1"));
        (await Provider.NextCallAsync()).Accept().Text(Half);
        var id = Host.Engine.Active(new("local", IsAdmin: true)).Single().Id;
        using var newer = await ChatAsync(Body(stream: true), ("Tokenrill-Session", "s-1"));
        using var response = await answer;

        await EndsWithAsync(response, stream, "superseded", 409, "A newer request took over the session before this answer was complete.", id);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_server_that_stops_never_makes_it_look_complete(bool stream)
    {
        var answer = ChatAsync(Body(stream));
        (await Provider.NextCallAsync()).Accept().Text(Half);
        var id = Host.Engine.Active(new("local", IsAdmin: true)).Single().Id;
        await Host.StopAsync().InTime();
        using var response = await answer;

        await EndsWithAsync(response, stream, "interrupted", 503, ErrorCode.Interrupted.Info().Message, id);
    }

    [Fact]
    public async Task All_who_are_told_of_one_failure_are_told_one_id()
    {
        using var first = await ChatAsync(Body(stream: true), ("Tokenrill-Session", "s-1"));
        using var second = await ChatAsync(Body(stream: true), ("Tokenrill-Session", "s-1"), ("Tokenrill-On-Busy", "attach"));
        (await Provider.NextCallAsync()).Fail(ErrorCode.ProviderUnavailable);

        (await second.TextAsync()).ShouldBe(await first.TextAsync());
    }

    private async Task EndsWithAsync(HttpResponseMessage response, bool stream, string code, int status, string message, string generation)
    {
        string id;
        if (stream)
        {
            var page = new SynapsePage(response);
            var last = (await page.AllAsync())[^1];
            id = last.Text("error_id")!;
            (last.Text("error"), last.Text("content"), page.Finished).ShouldBe((message, "", Half));
        }
        else
        {
            ((int)response.StatusCode).ShouldBe(status);
            var json = await response.JsonAsync();
            id = json.Text("error_id")!;
            json.GetRawText().ShouldBe($$"""{"error":"{{code}}","message":"{{message}}","error_id":"{{id}}"}""");
        }
        // No error, so the engine has no id for one: the generation's own leads to what happened.
        EngineIdOf(id).ShouldBe(generation);
    }

    /// <summary>The id is in the log once, beside the engine's own, and that beside the code.</summary>
    private async Task LogHasAsync(string id, ErrorCode code)
    {
        var engineId = EngineIdOf(id);
        engineId.ShouldStartWith("err_");
        (await Host.Log.LineAsync($"failed error={engineId} ")).ShouldContain($"code={code.Info().Name}");
    }

    private string EngineIdOf(string id)
    {
        id.ShouldMatch("^ERR_[0-9]{8}_[0-9]{6}_[0-9]{15}$");
        id.ShouldStartWith(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"ERR_{Time!.GetUtcNow():yyyyMMdd_HHmmss}_"));
        return Host.Log.Lines.Where(line => line.StartsWith($"{id} is ", StringComparison.Ordinal)).ShouldHaveSingleItem()[(id.Length + 4)..];
    }

    private void RunOutOfTime(ScriptedCall call)
    {
        call.Accept();
        for (var i = 0; i < 30; i++)
        {
            call.Text("x");
            Wait(20_000);
        }
    }
}
