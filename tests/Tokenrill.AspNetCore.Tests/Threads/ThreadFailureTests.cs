using Tokenrill.AspNetCore.Tests.Native;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Threads;

/// <summary>Every way an answer breaks: <c>error</c> and never <c>done</c>, or a status; with a safe sentence and an id that is
/// found in the server's log.</summary>
public sealed class ThreadFailureTests : ThreadTest
{
    private const string Half = "Half of it";

    private static readonly Dictionary<string, (Action<ThreadFailureTests, ScriptedCall> Break, ErrorCode Code, string Text)> Failures = new()
    {
        ["the provider disconnects"] = ((_, call) => call.Accept().Text(Half).Fail(ErrorCode.ProviderDisconnected, "secret detail"), ErrorCode.ProviderDisconnected, Half),
        ["the provider returns without a reason"] = ((_, call) => call.Accept().Text(Half).Return(), ErrorCode.ProviderDisconnected, Half),
        ["the provider is busy"] = ((_, call) => call.Fail(ErrorCode.ProviderRateLimited, "secret detail", TimeSpan.FromSeconds(7)), ErrorCode.ProviderRateLimited, ""),
        ["a fault of ours"] = ((_, call) => call.Accept().Text(Half).Fail(new InvalidOperationException("secret detail")), ErrorCode.Internal, Half),
        ["connect deadline"] = ((test, _) => test.Wait(10), ErrorCode.ConnectTimeout, ""),
        ["first-token deadline"] = ((test, call) => { call.Accept(); test.Wait(120); }, ErrorCode.FirstTokenTimeout, ""),
        ["between-tokens deadline"] = ((test, call) => { call.Accept().Text(Half); test.Wait(30); }, ErrorCode.BetweenTokensTimeout, Half),
        ["total deadline"] = (static (test, call) => test.RunOutOfTime(call), ErrorCode.TotalTimeout, new string('x', 30)),
    };

    private static readonly Dictionary<string, (Func<ThreadFailureTests, string, string, Task> End, string Code, int Status, string Sentence)> Ends = new()
    {
        ["stop"] = (static async (test, _, generation) => (await test.Client.CallAsync(Post($"/v1/generations/{generation}/stop"))).Status.ShouldBe(202),
            "cancelled", 409, "The answer was stopped before it was complete."),
        ["a newer message"] = (static async (test, thread, _) => (await test.StreamAsync(thread)).Dispose(),
            "superseded", 409, "A newer request took over the session before this answer was complete."),
        ["the thread is deleted"] = (static async (test, thread, _) => (await test.Client.CallAsync(new HttpRequestMessage(HttpMethod.Delete, $"{Threads}{thread}/"))).Status.ShouldBe(204),
            "cancelled", 409, "The answer was stopped before it was complete."),
        ["a shutdown"] = (static (test, _, _) => test.Host.StopAsync().InTime(),
            "interrupted", 503, ErrorCode.Interrupted.Info().Message),
    };

    public ThreadFailureTests() => Options.Deadlines = new();

    public static TheoryData<string> WaysToFail => [.. Failures.Keys];

    public static MatrixTheoryData<string, bool> WaysToEnd => new(Ends.Keys, [true, false]);

    [Theory, MemberData(nameof(WaysToFail))]
    public async Task A_stream_that_fails_ends_with_an_error(string way)
    {
        var (fail, code, text) = Failures[way];
        var thread = await BeginAsync();
        using var response = await StreamAsync(thread);
        ((int)response.StatusCode).ShouldBe(200);
        fail(this, await Provider.NextCallAsync());
        var page = await new ChatInterface(response).EndAsync();

        (page.Shown, page.Done).ShouldBe((text, null));
        var error = page.Error.ShouldNotBeNull();
        error.GetRawText().ShouldBe($$"""{"error":"{{code.Info().Message}}","error_id":"{{error.Text("error_id")}}"}""");
        (await Host.Log.LineAsync($"failed error={error.Text("error_id")} ")).ShouldContain($"code={code.Info().Name}");
        var answer = (await ResultsAsync(Messages(thread)))[^1];
        (answer.Text("content"), answer.Text("status")).ShouldBe((text, "failed"));
    }

    [Theory, MemberData(nameof(WaysToFail))]
    public async Task An_answer_in_one_piece_that_fails_is_a_status(string way)
    {
        var (fail, code, _) = Failures[way];
        var answering = Client.OpenAsync(Post(Messages(await BeginAsync()), """{"content":"Hello"}"""));
        fail(this, await Provider.NextCallAsync());
        using var response = await answering;

        ((int)response.StatusCode).ShouldBe(code.Info().Status);
        (response.Headers.RetryAfter?.Delta).ShouldBe(code == ErrorCode.ProviderRateLimited ? TimeSpan.FromSeconds(7) : null);
        var error = await response.JsonAsync();
        ShouldBeError(error, code.Info().Name, code.Info().Message);
        await Host.Log.LineAsync($"failed error={error.Text("error_id")} ");
    }

    [Theory, MemberData(nameof(WaysToEnd))]
    public async Task An_answer_that_was_ended_never_looks_done(string way, bool streams)
    {
        var (end, code, status, sentence) = Ends[way];
        var thread = await BeginAsync();
        var answering = streams ? StreamAsync(thread) : Client.OpenAsync(Post(Messages(thread), """{"content":"Hello"}"""));
        (await Provider.NextCallAsync()).Accept().Text(Half);
        var generation = Host.Engine.Active(new("local", IsAdmin: true)).Single();
        await end(this, thread, generation.Id);
        using var response = await answering;

        if (streams)
        {
            var page = await new ChatInterface(response).EndAsync();
            (page.Shown, page.Done).ShouldBe((Half, null));
            page.Error.ShouldNotBeNull().GetRawText().ShouldBe($$"""{"error":"{{sentence}}","error_id":"{{generation.Id}}"}""");
        }
        else
        {
            ((int)response.StatusCode).ShouldBe(status);
            (await response.JsonAsync()).GetRawText().ShouldBe($$"""{"detail":"{{sentence}}","code":"{{code}}","error_id":"{{generation.Id}}"}""");
        }
    }

    private void Wait(int seconds) => Time!.Advance(TimeSpan.FromSeconds(seconds));

    private void RunOutOfTime(ScriptedCall call)
    {
        call.Accept();
        for (var i = 0; i < 30; i++)
        {
            call.Text("x");
            Wait(20);
        }
    }
}
