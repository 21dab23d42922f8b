using System.Net;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Native;

public sealed class StartTests : NativeTest
{
    [Fact]
    public async Task A_stream_gives_its_headers_before_the_model_has_said_anything()
    {
        using var response = await Client.OpenAsync(Post("/v1/generations", Hello));

        var call = await Provider.NextCallAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/event-stream; charset=utf-8");
        response.Headers.CacheControl!.ToString().Split(", ").ShouldBe(["no-cache", "no-store", "no-transform"], ignoreOrder: true);
        response.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
        response.Headers.Location!.ToString().ShouldBe($"/v1/generations/{response.Generation()}");
        response.Content.Headers.ContentEncoding.ShouldBeEmpty();
        call.Accept().Finish();
    }

    [Fact]
    public async Task A_stream_is_every_event_once_in_order_and_then_ends()
    {
        using var response = await Client.OpenAsync(Post("/v1/generations", Hello));
        var call = await Provider.NextCallAsync();
        call.Accept().Reasoning("hm").Text("Hel").Text("lo").Usage(12, 34, 5).Finish();

        var events = await response.EventsAsync();

        events.Select(next => next.Event).ShouldBe(["started", "status", "reasoning", "text", "text", "usage", "completed"]);
        events.Select(next => next.Json.Number("seq")).ShouldBe(Enumerable.Range(1, 7));
        events.Select(next => next.Id).ShouldBe(Enumerable.Range(1, 7).Select(sequence => $"{response.Generation()}:{sequence}"));
        events.ShouldAllBe(next => next.Json.Text("type") == next.Event);
    }

    [Fact]
    public async Task Each_token_arrives_when_it_is_said_and_not_later()
    {
        using var response = await Client.OpenAsync(Post("/v1/generations", Hello));
        var call = await Provider.NextCallAsync();
        await using var stream = SseClient.ReadAsync(response, Ending).GetAsyncEnumerator(Ending);
        (await stream.MoveNextAsync().InTime()).ShouldBeTrue();
        stream.Current.Retry.ShouldBe("1000");
        (await stream.MoveNextAsync().InTime()).ShouldBeTrue();
        stream.Current.Event.ShouldBe("started");

        foreach (var piece in new[] { "a", "b", "c" })
        {
            call.Text(piece);
            (await stream.MoveNextAsync().InTime()).ShouldBeTrue();
            stream.Current.Json.Text("text").ShouldBe(piece);
        }
        call.Finish();
    }

    [Fact]
    public async Task Ndjson_is_the_same_json_one_a_line()
    {
        using var response = await Client.OpenAsync(Post("/v1/generations", Hello).Accepting("application/x-ndjson"));
        (await Provider.NextCallAsync()).Accept().Text("a\nb").Finish();

        response.Content.Headers.ContentType!.ToString().ShouldBe("application/x-ndjson");
        var lines = (await response.TextAsync()).Split('\n');

        lines.Length.ShouldBe(5);
        lines[2].ShouldBe("""{"seq":3,"type":"text","text":"a\nb"}""");
        lines[4].ShouldBeEmpty();
    }

    [Fact]
    public async Task Json_waits_for_the_end_and_is_the_state()
    {
        var waiting = Client.CallAsync(Post("/v1/generations", """{"prompt":"Hello","session":"s-1","metadata":{"a":"b"}}""").Accepting("application/json"));
        var call = await Provider.NextCallAsync();
        call.Accept().Reasoning("hm").Text("Hel").Text("lo").ToolCall(0, "call_1", "search", "{\"q\":").ToolCall(0, "", "", "1}").Usage(1, 2);
        waiting.IsCompleted.ShouldBeFalse();
        call.Finish(Models.FinishReason.ToolCalls);

        var (status, json) = await waiting;

        status.ShouldBe(200);
        json.Text("status").ShouldBe("completed");
        json.Text("text").ShouldBe("Hello");
        json.Text("reasoning").ShouldBe("hm");
        json.GetProperty("tool_calls")[0].ToString().ShouldBe("""{"id":"call_1","name":"search","arguments":"{\"q\":1}"}""");
        json.Text("finish_reason").ShouldBe("tool_calls");
        json.Text("model").ShouldBe("scripted/model");
        json.Text("session").ShouldBe("s-1");
        json.GetProperty("usage").Number("output_tokens").ShouldBe(2);
        json.GetProperty("stats").Number("chunks").ShouldBe(5);
        json.GetProperty("metadata").Text("a").ShouldBe("b");
        json.Number("last_seq").ShouldBe(9);
        json.TryGetProperty("error", out _).ShouldBeFalse();
        json.Text("ended_at").ShouldNotBeNull();
    }

    [Fact]
    public async Task Json_of_a_generation_that_fails_is_a_problem_with_its_status_and_says_where_the_partial_text_is()
    {
        var waiting = Client.OpenAsync(Post("/v1/generations", Hello).Accepting("application/json"));
        (await Provider.NextCallAsync()).Accept().Text("partial").Fail(ErrorCode.ProviderRateLimited, "http://10.0.0.1 said no", TimeSpan.FromSeconds(7));

        using var response = await waiting;
        var problem = await response.JsonAsync();

        ((int)response.StatusCode).ShouldBe(503);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
        problem.Text("code").ShouldBe("provider_rate_limited");
        problem.Text("generation").ShouldBe(response.Generation());
        (await Host.Log.LineAsync(problem.Text("id")!)).ShouldContain("10.0.0.1");
        var (_, state) = await Client.CallAsync(Get(response.Headers.Location!.ToString()));
        state.Text("text").ShouldBe("partial");
        state.GetProperty("error").Text("id").ShouldBe(problem.Text("id"));
    }

    [Fact]
    public async Task Json_of_a_generation_that_was_stopped_says_so()
    {
        var waiting = Client.CallAsync(Post("/v1/generations", Hello).Accepting("application/json"));
        (await Provider.NextCallAsync()).Accept().Text("so far");
        Host.Engine.Active(new("local", IsAdmin: true)).Single().Stop().ShouldBeTrue();

        var (status, json) = await waiting;

        status.ShouldBe(200);
        (json.Text("status"), json.Text("reason"), json.Text("text")).ShouldBe(("cancelled", "stop", "so far"));
    }

    [Fact]
    public async Task Respond_async_answers_at_once_and_the_events_are_read_later()
    {
        using var response = await Client.OpenAsync(Post("/v1/generations", Hello).With("Prefer", "respond-async, wait=10"));
        var state = await response.JsonAsync();

        ((int)response.StatusCode).ShouldBe(202);
        response.Headers.GetValues("Preference-Applied").ShouldBe(["respond-async"]);
        response.Headers.Location!.ToString().ShouldBe($"/v1/generations/{response.Generation()}");
        (state.Text("status"), state.Number("readers")).ShouldBe(("active", 0));
        (await Provider.NextCallAsync()).Text("later").Finish();
        using var events = await Client.OpenAsync(Get($"{response.Headers.Location}/events"));
        (await events.EventsAsync()).Select(next => next.Event).ShouldBe(["started", "text", "completed"]);
    }

    [Fact]
    public async Task Respond_async_with_cancel_goes_on_without_a_reader_until_one_has_come_and_gone()
    {
        Options.Readers.Grace = TimeSpan.Zero;
        var id = await Client.StartLaterAsync("""{"prompt":"Hello","on_disconnect":"cancel"}""");
        var call = await Provider.NextCallAsync();
        call.Text("a");
        (await Client.CallAsync(Get($"/v1/generations/{id}"))).Json.Text("status").ShouldBe("active");

        using (var client = Host.NewClient())
        using (var events = await client.OpenAsync(Get($"/v1/generations/{id}/events")))
            call.Cancelled.IsCompleted.ShouldBeFalse();

        await call.Cancelled.InTime();
        (await Client.CallAsync(Get($"/v1/generations/{id}"))).Json.Text("reason").ShouldBe("disconnect");
    }

    [Fact]
    public async Task The_same_idempotency_key_is_the_same_generation_and_another_body_with_it_is_refused()
    {
        const string body = """{"prompt":"Hello","idempotency_key":"k-1"}""";
        using var first = await Client.OpenAsync(Post("/v1/generations", body));
        using var second = await Client.OpenAsync(Post("/v1/generations", body));
        (await Provider.NextCallAsync()).Text("once").Finish();

        second.Generation().ShouldBe(first.Generation());
        second.Headers.Location.ShouldBe(first.Headers.Location);
        (await second.TextAsync()).ShouldBe(await first.TextAsync());
        Provider.Calls.Count.ShouldBe(1);
        var (status, problem) = await Client.CallAsync(Post("/v1/generations", """{"prompt":"Other","idempotency_key":"k-1"}"""));
        (status, problem.Text("field")).ShouldBe((400, "idempotency_key"));
    }

    [Fact]
    public async Task A_busy_session_is_attached_to_with_attach()
    {
        using var first = await Client.OpenAsync(Post("/v1/generations", """{"prompt":"Hello","session":"s"}"""));
        var call = await Provider.NextCallAsync();
        call.Text("Hel");

        using var second = await Client.OpenAsync(Post("/v1/generations", """{"prompt":"Again","session":"s","on_busy":"attach"}"""));
        call.Text("lo").Finish();

        second.Generation().ShouldBe(first.Generation());
        second.Headers.Location.ShouldBe(first.Headers.Location);
        (await second.TextAsync()).ShouldBe(await first.TextAsync());
        Provider.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_busy_session_refuses_with_reject_and_says_who_is_in_the_way()
    {
        using var first = await Client.OpenAsync(Post("/v1/generations", """{"prompt":"Hello","session":"s"}"""));

        var (status, problem) = await Client.CallAsync(Post("/v1/generations", """{"prompt":"Again","on_busy":"reject"}""").With("Tokenrill-Session", "s"));

        (status, problem.Text("code"), problem.Text("generation")).ShouldBe((409, "session_busy", first.Generation()));
        problem.GetProperty("retryable").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_busy_session_is_taken_over_with_supersede_and_the_old_stream_says_by_whom()
    {
        using var first = await Client.OpenAsync(Post("/v1/generations", """{"prompt":"Hello","session":"s"}"""));
        var old = await Provider.NextCallAsync();
        using var second = await Client.OpenAsync(Post("/v1/generations", """{"prompt":"Again","session":"s","on_busy":"supersede"}"""));

        var last = (await first.EventsAsync())[^1];

        (last.Event, last.Json.Text("by")).ShouldBe(("superseded", second.Generation()));
        await old.Cancelled.InTime();
        (await Provider.NextCallAsync()).Text("new").Finish();
        (await second.EventsAsync())[^1].Event.ShouldBe("completed");
    }

    [Fact]
    public async Task What_the_body_says_reaches_the_provider()
    {
        const string body = """
            {"model":"scripted/other","messages":[
              {"role":"system","content":"Be brief."},
              {"role":"user","name":"ada","content":[{"type":"text","text":"What "},{"type":"text","text":"is it?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AA==","detail":"low"}}]},
              {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"look","arguments":"{}"}}]},
              {"role":"tool","tool_call_id":"call_1","content":"a cat"}],
             "max_tokens":7,"temperature":0.5,"top_p":0.9,"stop":["\n\n"],"seed":42,
             "tools":[{"type":"function","function":{"name":"look","description":"looks","parameters":{"type":"object"},"strict":true}}],
             "tool_choice":"auto","response_format":{"type":"json_object"},"on_disconnect":"cancel","deadlines":{"connect":1.5,"total":60}}
            """;
        var id = await Client.StartLaterAsync(body);

        var asked = (await Provider.NextCallAsync()).Request;
        var request = Host.Engine.Find(id, new("local")).Request;

        asked.Model.ShouldBe("other");
        asked.Messages.Select(message => message.Role.ToString()).ShouldBe(["System", "User", "Assistant", "Tool"]);
        asked.Messages[1].Content.ShouldBe("What is it?");
        asked.Messages[1].Name.ShouldBe("ada");
        asked.Messages[1].Parts![2].ShouldBe(new Models.ImagePart("data:image/png;base64,AA==", "low"));
        asked.Messages[2].ToolCalls!.Single().ShouldBe(new Models.ToolCallContent("call_1", "look", "{}"));
        asked.Messages[3].ToolCallId.ShouldBe("call_1");
        (asked.MaxTokens, asked.Temperature, asked.TopP, asked.Seed).ShouldBe((7, 0.5, 0.9, 42));
        asked.Stop!.ShouldBe(["\n\n"]);
        asked.Tools!.Single().Parameters!.Value.GetRawText().ShouldBe("""{"type":"object"}""");
        (asked.Tools!.Single().Name, asked.Tools!.Single().Description, asked.Tools!.Single().Strict).ShouldBe(("look", "looks", true));
        asked.ToolChoice!.Value.GetString().ShouldBe("auto");
        asked.ResponseFormat!.Value.GetRawText().ShouldBe("""{"type":"json_object"}""");
        request.OnDisconnect.ShouldBe(Tokenrill.Options.OnDisconnect.Cancel);
        request.Deadlines.ShouldBe(new(TimeSpan.FromSeconds(1.5), null, null, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task A_prompt_with_system_is_two_messages()
    {
        await Client.StartLaterAsync("""{"prompt":"Hello","system":"Be brief."}""");

        (await Provider.NextCallAsync()).Request.Messages.Select(message => (message.Role, message.Content))
            .ShouldBe([(Models.ChatRole.System, "Be brief."), (Models.ChatRole.User, "Hello")]);
    }
}
