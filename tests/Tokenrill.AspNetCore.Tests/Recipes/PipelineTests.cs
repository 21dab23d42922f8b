using System.Text.Json;
using Tokenrill.AspNetCore.Tests.Native;
using Tokenrill.Generations;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Recipes;

public sealed class PipelineTests : NativeTest
{
    private const string Pipeline = "/v1/recipes/four_stages", Body = """{"variables":{"text":"Ein Hund"}}""";

    public PipelineTests() => Options.Readers.Grace = TimeSpan.Zero;

    private static readonly string[] Stages = ["stage1_translation", "stage2_prompt_interception", "stage3_safety", "stage4_output"];

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("application/x-ndjson")]
    public async Task A_pipeline_streams_every_stage_as_it_comes_and_says_at_the_end_how_it_went(string accept)
    {
        using var response = await Client.OpenAsync(Post(Pipeline, Body).Accepting(accept));
        await using var events = Events(response, accept).GetAsyncEnumerator(Ending);
        var ids = new HashSet<string>();
        foreach (var (recipe, answer) in Stages.Zip(["A dog", "A dog in the rain", "SAFE: A dog in the rain", "dog, rain"]))
        {
            var stage = await NextAsync(events);
            (stage.Text("type"), stage.Number("stage"), stage.Number("of"), stage.Text("recipe")).ShouldBe(("stage", ids.Count + 1, 4, recipe));
            ids.Add(stage.Text("generation")!).ShouldBeTrue();
            var call = (await Provider.NextCallAsync()).Accept();
            (await NextAsync(events)).Text("type").ShouldBe("started");
            (await NextAsync(events)).Text("type").ShouldBe("status");
            foreach (var piece in answer.Split(' '))
            {
                // Each piece is read before the next one is said: nothing holds it back.
                call.Text($"{piece} ");
                var text = await NextAsync(events);
                (text.Text("type"), text.Text("text"), text.Text("generation")).ShouldBe(("text", $"{piece} ", stage.Text("generation")));
            }
            call.Finish();
            (await NextAsync(events)).Text("type").ShouldBe("completed");
        }

        var end = await NextAsync(events);
        (end.Text("type"), end.Text("status"), end.Number("stage"), end.Text("text")).ShouldBe(("pipeline", "completed", 4, "dog, rain "));
        (await events.MoveNextAsync()).ShouldBeFalse();
        response.Generation().ShouldBe(ids.First());
        Provider.Calls.ElementAt(1).Request.Messages[1].Content.ShouldContain("<input>\nA dog \n</input>");
        Provider.Calls.ElementAt(3).Request.Messages[1].Content.ShouldBe("<description>\nA dog in the rain\n</description>");
    }

    [Fact]
    public async Task An_event_of_a_stage_has_the_id_by_which_its_generation_is_resumed()
    {
        Provider.OnCall = static call => call.Accept().Text("SAFE: x").Finish();
        using var response = await Client.OpenAsync(Post(Pipeline, Body));
        var events = await response.EventsAsync();

        events.Select(next => next.Event).ShouldBe([.. Enumerable.Repeat<string[]>(["stage", "started", "status", "text", "completed"], 4).SelectMany(names => names), "pipeline"]);
        foreach (var next in events)
            next.Id.ShouldBe(next.Event is "stage" or "pipeline" ? null : $"{next.Json.Text("generation")}:{next.Json.Number("seq")}");
        events.Count(next => next.Retry is not null).ShouldBe(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_stage_that_blocks_ends_it_with_its_reason(int blocking)
    {
        Provider.OnCall = call => call.Accept().Text(Provider.Calls.Count == blocking ? "\n BLOCKED: Bitte etwas anderes. " : "fine").Finish();

        using var response = await Client.OpenAsync(Post(Pipeline, Body));
        var end = (await response.EventsAsync())[^1].Json;

        end.GetRawText().ShouldBe($$"""{"type":"pipeline","status":"blocked","stage":{{blocking}},"reason":"Bitte etwas anderes."}""");
        Provider.Calls.Count.ShouldBe(blocking);
    }

    [Theory]
    [InlineData("fine")]
    [InlineData("I think it is SAFE: a dog")]
    [InlineData("safe: a dog")]
    [InlineData("")]
    public async Task What_is_not_clearly_safe_does_not_go_on(string answer)
    {
        Provider.OnCall = call => call.Accept().Text(Provider.Calls.Count == 3 ? answer : "A dog").Finish();

        using var response = await Client.OpenAsync(Post(Pipeline, Body));
        var end = (await response.EventsAsync())[^1].Json;

        end.GetRawText().ShouldBe("""{"type":"pipeline","status":"blocked","stage":3,"reason":"It could not be checked well enough to go on. Please try again, or say it in other words."}""");
        Provider.Calls.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_stage_that_fails_ends_it_and_the_stream_says_why()
    {
        using var response = await Client.OpenAsync(Post(Pipeline, Body));
        (await Provider.NextCallAsync()).Accept().Text("A dog").Finish();
        (await Provider.NextCallAsync()).Accept().Text("Half").Fail(ErrorCode.ProviderDisconnected);

        var events = await response.EventsAsync();
        var end = events[^1].Json;
        (events[^2].Event, end.Text("type"), end.Text("status"), end.Number("stage")).ShouldBe(("failed", "pipeline", "failed", 2));
        end.GetProperty("error").Text("code").ShouldBe("provider_disconnected");
        end.TryGetProperty("text", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task An_answer_that_the_next_stage_cannot_take_ends_it()
    {
        Provider.OnCall = static call => call.Accept().Finish();

        var (status, document) = await Client.CallAsync(Post(Pipeline, Body).Accepting("application/json"));

        (status, document.Text("status"), document.Number("stage")).ShouldBe((400, "failed", 2));
        document.GetProperty("error").Text("message").ShouldBe("stage 2 (stage2_prompt_interception): variables.prompt: is required");
    }

    [Fact]
    public async Task A_stage_that_is_stopped_ends_it()
    {
        using var response = await Client.OpenAsync(Post(Pipeline, Body));
        (await Provider.NextCallAsync()).Accept().Text("A dog").Finish();
        (await Provider.NextCallAsync()).Accept();
        (await Client.CallAsync(Post($"/v1/generations/{Running().Id}/stop"))).Status.ShouldBe(202);

        var events = await response.EventsAsync();
        (events[^2].Event, events[^1].Json.GetRawText()).ShouldBe(("cancelled", """{"type":"pipeline","status":"cancelled","stage":2}"""));
        Provider.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_newer_generation_in_its_session_ends_it()
    {
        using var response = await Client.OpenAsync(Post(Pipeline, """{"variables":{"text":"Ein Hund"},"session":"s"}"""));
        (await Provider.NextCallAsync()).Accept().Text("A dog").Finish();
        await Provider.NextCallAsync();
        await Client.StartLaterAsync("""{"prompt":"Hello","session":"s"}""");

        (await response.EventsAsync())[^1].Json.GetRawText().ShouldBe("""{"type":"pipeline","status":"superseded","stage":2}""");
    }

    [Fact]
    public async Task A_server_that_stops_says_so()
    {
        using var response = await Client.OpenAsync(Post(Pipeline, Body));
        await Provider.NextCallAsync();
        var stopping = Host.StopAsync();

        (await response.EventsAsync())[^1].Json.GetRawText().ShouldBe("""{"type":"pipeline","status":"interrupted","stage":1}""");
        await stopping.InTime();
    }

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("application/json")]
    public async Task With_cancel_a_lost_reader_ends_it(string accept)
    {
        using var leaving = new CancellationTokenSource();
        var reading = ReadAsync("""{"variables":{"text":"Ein Hund"},"on_disconnect":"cancel"}""", accept, leaving.Token);
        (await Provider.NextCallAsync()).Accept().Text("A dog").Finish();
        var call = (await Provider.NextCallAsync()).Accept();
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(reading.InTime());

        await call.Cancelled.InTime();
        await Host.Log.LineAsync("pipeline four_stages ended cancelled in stage 2");
        Provider.Calls.Count.ShouldBe(2);
        Host.Residue.ShouldBe(0);
    }

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("application/json")]
    public async Task With_continue_a_lost_reader_changes_nothing(string accept)
    {
        using var leaving = new CancellationTokenSource();
        var reading = ReadAsync(Body, accept, leaving.Token);
        var call = (await Provider.NextCallAsync()).Accept();
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(reading.InTime());
        call.Text("A dog").Finish();
        for (var stage = 2; stage <= 4; stage++)
            (await Provider.NextCallAsync()).Accept().Text("SAFE: x").Finish();

        await Host.Log.LineAsync("pipeline four_stages ended completed in stage 4");
        Host.Residue.ShouldBe(0);
    }

    [Fact]
    public async Task A_client_that_waits_gets_one_document_with_every_stage()
    {
        Provider.OnCall = static call => call.Accept().Text("SAFE: x").Finish();

        var (status, document) = await Client.CallAsync(Post(Pipeline, Body).Accepting("application/json"));

        (status, document.Text("status"), document.Number("stage"), document.Text("text")).ShouldBe((200, "completed", 4, "x"));
        var stages = document.GetProperty("stages").EnumerateArray().ToList();
        stages.Select(stage => (stage.Number("stage"), stage.Text("recipe"), stage.Text("status"))).ShouldBe(Stages.Select((recipe, i) => (i + 1, (string?)recipe, (string?)"completed")));
        foreach (var stage in stages)
            (await Client.CallAsync(Get($"/v1/generations/{stage.Text("generation")}"))).Json.Text("text").ShouldBe("SAFE: x");
    }

    [Fact]
    public async Task A_client_that_waits_learns_of_a_failure_by_the_status_too()
    {
        Provider.OnCall = static call => call.Fail(ErrorCode.ProviderRejected);

        var (status, document) = await Client.CallAsync(Post(Pipeline, Body).Accepting("application/json"));

        (status, document.Text("status"), document.GetProperty("error").Text("code")).ShouldBe((502, "failed", "provider_rejected"));
    }

    [Fact]
    public async Task A_client_that_reads_later_gets_the_first_generation_and_the_others_follow_by_themselves()
    {
        using var response = await Client.OpenAsync(Post(Pipeline, Body).With("Prefer", "respond-async"));
        ((int)response.StatusCode).ShouldBe(202);
        (await response.JsonAsync()).Text("id").ShouldBe(response.Generation());

        for (var stage = 1; stage <= 4; stage++)
            (await Provider.NextCallAsync()).Accept().Text("SAFE: x").Finish();
        await Host.Log.LineAsync("pipeline four_stages ended completed in stage 4");
    }

    [Fact]
    public async Task The_same_key_is_the_same_generations()
    {
        Provider.OnCall = static call => call.Accept().Text("SAFE: x").Finish();
        const string body = """{"variables":{"text":"Ein Hund"},"idempotency_key":"k"}""";
        using var first = await Client.OpenAsync(Post(Pipeline, body));
        var told = await first.TextAsync();
        using var second = await Client.OpenAsync(Post(Pipeline, body));

        (await second.TextAsync()).ShouldBe(told);
        Provider.Calls.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData("""{}""", "variables.text: is required")]
    [InlineData("""{"variables":{"text":"x"},"on_busy":"attach","session":"s"}""", "on_busy: must be supersede or reject for a pipeline: what is active in the session is a generation")]
    public async Task What_no_pipeline_can_do_is_refused_before_anything_starts(string body, string detail)
    {
        var (status, problem) = await Client.CallAsync(Post(Pipeline, body));

        (status, problem.Text("detail")).ShouldBe((400, detail));
        Provider.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Model_and_options_of_the_request_hold_for_each_stage()
    {
        Provider.OnCall = static call => call.Accept().Text("SAFE: x").Finish();

        await Client.CallAsync(Post(Pipeline, """{"variables":{"text":"x","style_prompt":"S"},"model":"scripted/other","max_tokens":9}""").Accepting("application/json"));

        Provider.Calls.ShouldAllBe(call => call.Request.Model == "other" && call.Request.MaxTokens == 9);
        Provider.Calls.Select(call => call.Request.Temperature).ShouldBe([0.2, 0.7, 0, 0.4]);
        Provider.Calls.ElementAt(1).Request.Messages[1].Content.ShouldStartWith("<task>\nS\n</task>\n<rules>\nKeep the idea's own");
    }

    [Fact]
    public async Task The_list_says_what_its_stages_are()
    {
        var recipe = (await Client.CallAsync(Get(Pipeline))).Json;

        recipe.GetProperty("stages").EnumerateArray().Select(stage => (stage.Text("recipe"), stage.Text("as")))
            .ShouldBe([("stage1_translation", "translation"), ("stage2_prompt_interception", "interception"), ("stage3_safety", "checked"), ("stage4_output", "stage4_output")]);
    }

    private Generation Running() => Host.Engine.Active(new Caller("local", IsAdmin: true)).Single();

    private async Task ReadAsync(string body, string accept, CancellationToken leaving)
    {
        using var response = await Client.SendAsync(Post(Pipeline, body).Accepting(accept), HttpCompletionOption.ResponseHeadersRead, leaving);
        await response.Content.ReadAsStringAsync(leaving);
    }

    private static async Task<JsonElement> NextAsync(IAsyncEnumerator<JsonElement> events)
    {
        (await events.MoveNextAsync().InTime()).ShouldBeTrue();
        return events.Current;
    }

    private static async IAsyncEnumerable<JsonElement> Events(HttpResponseMessage response, string accept)
    {
        if (accept == "application/x-ndjson")
        {
            await foreach (var line in NdjsonClient.ReadAsync(response, Ending))
                yield return line.Json;
        }
        else
        {
            await foreach (var next in SseClient.ReadAsync(response, Ending))
                if (next.Data is not null)
                    yield return next.Json;
        }
    }
}
