using System.Net;
using System.Text.Json;
using Tokenrill.Generations;
using Tokenrill.Options;

namespace Tokenrill.AspNetCore.Tests.OpenAI;

public sealed class ChatStreamTests
{
    [Fact]
    public async Task Headers_leave_when_the_provider_accepts_before_any_token()
    {
        // Time stands still, so nothing else can have let them go.
        await using var host = await ChatHost.StartAsync(time: new FakeTime());
        host.Provider.OnCall = static call => call.Accept();

        using var response = await host.SendAsync(ChatHost.Body(stream: true));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/event-stream; charset=utf-8");
        response.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
        response.Headers.NonValidated["Cache-Control"].ToString().ShouldBe("no-cache, no-store, no-transform");
        response.Headers.GetValues("Tokenrill-Generation").Single().ShouldStartWith("gen_");
        (await host.Provider.NextCallAsync()).Text("Hi").Finish();
        (await ChatHost.TextAsync(response)).ShouldEndWith("data: [DONE]\n\n");
    }

    [Fact]
    public async Task Headers_do_not_wait_for_a_provider_that_says_nothing()
    {
        await using var host = await ChatHost.StartAsync();

        using var response = await host.SendAsync(ChatHost.Body(stream: true));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Provider.NextCallAsync()).Fail(ErrorCode.ProviderUnavailable);
        var stream = await ChatHost.TextAsync(response);
        stream.ShouldContain("\"code\":\"provider_unavailable\"");
        stream.ShouldNotContain("[DONE]");
    }

    [Fact]
    public async Task Each_token_leaves_when_it_comes()
    {
        await using var host = await ChatHost.StartAsync();
        host.Provider.OnCall = static call => call.Accept();
        using var response = await host.SendAsync(ChatHost.Body(stream: true));
        var call = await host.Provider.NextCallAsync();
        await using var events = SseClient.ReadAsync(response, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        (await events.MoveNextAsync().InTime()).ShouldBeTrue();

        foreach (var token in (string[])["one", "two", "three"])
        {
            call.Text(token);
            (await events.MoveNextAsync().InTime()).ShouldBeTrue();
            Delta(events.Current).GetProperty("content").GetString().ShouldBe(token);
        }
        call.Finish();
    }

    [Fact]
    public async Task An_idle_stream_is_kept_alive_by_comments()
    {
        await using var host = await ChatHost.StartAsync(new TokenrillOptions { Readers = { Heartbeat = TimeSpan.FromSeconds(1) } });
        host.Provider.OnCall = static call => call.Accept();
        using var response = await host.SendAsync(ChatHost.Body(stream: true));
        await using var events = SseClient.ReadAsync(response, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await events.MoveNextAsync().InTime();

        (await events.MoveNextAsync().InTime()).ShouldBeTrue();

        events.Current.Comments.ShouldBe([" keep-alive"]);
        events.Current.Data.ShouldBeNull();
    }

    [Theory]
    [InlineData(ErrorCode.ProviderRateLimited, 503, "server_error", "true")]
    [InlineData(ErrorCode.ProviderUnavailable, 502, "server_error", "true")]
    [InlineData(ErrorCode.ProviderRejected, 502, "server_error", "false")]
    [InlineData(ErrorCode.ContextLengthExceeded, 400, "invalid_request_error", "false")]
    public async Task A_refusal_is_a_real_status(ErrorCode code, int status, string type, string retry)
    {
        // Time stands still: the refusal comes before the answer has to begin.
        await using var host = await ChatHost.StartAsync(time: new FakeTime());
        host.Provider.OnCall = call => call.Fail(code, "secret detail", TimeSpan.FromSeconds(6.5));

        foreach (var stream in (bool[])[true, false])
        {
            using var response = await host.SendAsync(ChatHost.Body(stream));

            ((int)response.StatusCode).ShouldBe(status);
            response.Headers.GetValues("x-should-retry").ShouldBe([retry]);
            response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
            response.Headers.Contains("Tokenrill-Generation").ShouldBeTrue();
            var error = await ChatHost.ErrorAsync(response);
            error.GetProperty("type").GetString().ShouldBe(type);
            error.GetProperty("code").GetString().ShouldBe(code.Info().Name);
            error.GetRawText().ShouldNotContain("secret detail");
        }
    }

    [Fact]
    public async Task A_stop_before_anything_was_sent_is_a_conflict_that_is_not_to_be_retried()
    {
        await using var host = await ChatHost.StartAsync();
        var answer = host.SendAsync(ChatHost.Body(stream: false));
        await host.Provider.NextCallAsync();
        host.Server.Engine.Active(new("tester", IsAdmin: true)).Single().Stop().ShouldBeTrue();

        using var response = await answer;

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        response.Headers.GetValues("x-should-retry").ShouldBe(["false"]);
        (await ChatHost.ErrorAsync(response)).GetProperty("code").GetString().ShouldBe("cancelled");
    }

    [Fact]
    public async Task A_stop_in_the_middle_ends_the_stream_without_DONE()
    {
        await using var host = await ChatHost.StartAsync();
        host.Provider.OnCall = static call => call.Accept().Text("par");
        using var response = await host.SendAsync(ChatHost.Body(stream: true));
        host.Server.Engine.Active(new("tester", IsAdmin: true)).Single().Stop().ShouldBeTrue();

        var stream = await ChatHost.TextAsync(response);

        stream.ShouldContain("\"content\":\"par\"");
        stream.ShouldEndWith("\"code\":\"cancelled\"}}\n\n");
        stream.ShouldNotContain("[DONE]");
    }

    [Theory, InlineData(true, true), InlineData(true, false), InlineData(false, true), InlineData(false, false)]
    public async Task A_client_that_leaves_cancels_the_generation(bool stream, bool accepted)
    {
        await using var host = await ChatHost.StartAsync();
        if (accepted)
            host.Provider.OnCall = static call => call.Accept();
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var client = host.Server.NewClient();
        var request = new HttpRequestMessage(HttpMethod.Post, ChatHost.Path) { Content = new StringContent(ChatHost.Body(stream), System.Text.Encoding.UTF8, "application/json") };
        var answer = client.SendAsync(request, leaving.Token);
        var call = await host.Provider.NextCallAsync();
        var generation = host.Server.Engine.Active(new("tester", IsAdmin: true)).Single();

        await leaving.CancelAsync();

        await call.Cancelled.InTime();
        // A deadline would have cancelled the call, too.
        generation.Status.ShouldBe(GenerationStatus.Cancelled);
        await Should.ThrowAsync<OperationCanceledException>(answer);
    }

    [Fact]
    public async Task A_newer_request_in_a_session_ends_the_stream_of_the_older()
    {
        await using var host = await ChatHost.StartAsync();
        host.Provider.OnCall = static call => call.Accept();
        using var older = await host.SendAsync(ChatHost.Body(stream: true), ("Tokenrill-Session", "s-1"));

        using var newer = await host.SendAsync(ChatHost.Body(stream: true), ("Tokenrill-Session", "s-1"));

        (await ChatHost.TextAsync(older)).ShouldEndWith("\"code\":\"superseded\"}}\n\n");
        await host.Provider.NextCallAsync();
        (await host.Provider.NextCallAsync()).Finish();
        (await ChatHost.TextAsync(newer)).ShouldEndWith("data: [DONE]\n\n");
    }

    [Fact]
    public async Task A_busy_session_can_be_left_in_peace()
    {
        await using var host = await ChatHost.StartAsync();
        host.Provider.OnCall = static call => call.Accept();
        using var first = await host.SendAsync(ChatHost.Body(stream: true), ("Tokenrill-Session", "s-1"));

        using var rejected = await host.SendAsync(ChatHost.Body(stream: true), ("Tokenrill-Session", "s-1"), ("Tokenrill-On-Busy", "reject"));
        using var attached = await host.SendAsync(ChatHost.Body(stream: true), ("Tokenrill-Session", "s-1"), ("Tokenrill-On-Busy", "attach"));

        rejected.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await ChatHost.ErrorAsync(rejected)).GetProperty("code").GetString().ShouldBe("session_busy");
        attached.Headers.GetValues("Tokenrill-Generation").ShouldBe(first.Headers.GetValues("Tokenrill-Generation"));
        (await host.Provider.NextCallAsync()).Text("Hi").Finish();
        (await ChatHost.TextAsync(attached)).ShouldBe(await ChatHost.TextAsync(first));
    }

    [Fact]
    public async Task The_same_idempotency_key_is_the_same_generation()
    {
        await using var host = await ChatHost.StartAsync();
        host.Provider.OnCall = static call => call.Accept().Text("Hi").Finish();

        using var first = await host.SendAsync(ChatHost.Body(stream: false), ("Idempotency-Key", "k-1"));
        using var again = await host.SendAsync(ChatHost.Body(stream: false), ("Idempotency-Key", "k-1"));
        using var other = await host.SendAsync(ChatHost.Body(stream: false, ",\"seed\":1"), ("Idempotency-Key", "k-1"));
        using var elsewhere = await host.SendAsync(ChatHost.Body(stream: false), ("Idempotency-Key", "k-1"), ("Tokenrill-Session", "s-1"));

        (await ChatHost.TextAsync(again)).ShouldBe(await ChatHost.TextAsync(first));
        other.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        host.Provider.Calls.Count.ShouldBe(1);
    }

    private static JsonElement Delta(SseEvent next) => next.Json.GetProperty("choices")[0].GetProperty("delta");
}
