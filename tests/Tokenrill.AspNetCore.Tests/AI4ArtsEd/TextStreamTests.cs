using System.Text.Json;
using Tokenrill.AspNetCore.Tests.Native;
using Tokenrill.Models;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.AI4ArtsEd;

public sealed class TextStreamTests : NativeTest
{
    private const string Stream = "/api/text_stream";

    public TextStreamTests()
    {
        Time = new FakeTime();
        // Time is moved until the heartbeat is there, however far that is.
        Options.Deadlines = new() { Connect = TimeSpan.MaxValue, FirstToken = TimeSpan.MaxValue, BetweenTokens = TimeSpan.MaxValue, Total = TimeSpan.MaxValue };
    }

    [Theory]
    [InlineData("stage1", "text=Ein+Hund", "You are a professional translator", "<text>\nEin Hund\n</text>")]
    [InlineData("stage2", "prompt=A+dog&context=No+cats&style_prompt=A+poem", "You are an experienced artist", "<task>\nA poem\n</task>\n<rules>\nNo cats\n</rules>\n<input>\nA dog\n</input>")]
    [InlineData("stage3", "text=A+dog", "You protect young people", "<text>\nA dog\n</text>")]
    [InlineData("stage4", "prompt=A+dog", "You write prompts for generators", "<description>\nA dog\n</description>")]
    public async Task Each_stage_streams_what_its_recipe_asks_for_and_each_chunk_before_the_next_is_said(string stage, string query, string system, string user)
    {
        await using var page = ArtsPage.Open(Host, $"{Stream}/{stage}/run_7?{query}");
        var call = await Provider.NextCallAsync();
        var generation = (await page.NextAsync("connected")).ShouldSatisfy(
            $$"""{"stage":"{{stage}}","run_id":"run_7","status":"streaming","model":"scripted/model"}""", 1);
        call.Request.Messages[0].Content.ShouldStartWith(system);
        call.Request.Messages[1].Content.ShouldBe(user);

        call.Accept().Text("Ein \"kühner\" ");
        (await page.NextAsync("chunk")).ShouldSatisfy("""{"text_chunk":"Ein \"kühner\" ","accumulated":"Ein \"kühner\" ","chunk_count":1}""", 3, generation);
        call.Text("Hund 🐕\n");
        (await page.NextAsync("chunk")).ShouldSatisfy("""{"text_chunk":"Hund 🐕\n","accumulated":"Ein \"kühner\" Hund 🐕\n","chunk_count":2}""", 4, generation);
        call.Finish();
        var safe = stage == "stage3" ? ",\"is_safe\":false" : "";
        (await page.NextAsync("complete")).ShouldSatisfy($$"""{"final_text":"Ein \"kühner\" Hund 🐕\n","status":"completed","char_count":20,"chunk_count":2,"model_used":"scripted/model"{{safe}}}""", 5, generation);
        await page.Ended;
        (page.Refusal, page.Connections, Provider.Calls.Count).ShouldBe((204, 2, 1));
    }

    [Theory]
    [InlineData("SAFE: A dog", true)]
    [InlineData("\n SAFE:", true)]
    [InlineData("BLOCKED: Something else?", false)]
    [InlineData("It is SAFE: A dog", false)]
    [InlineData("safe: A dog", false)]
    [InlineData("", false)]
    public async Task The_safety_stage_says_whether_its_answer_begins_with_safe(string answer, bool isSafe)
    {
        Provider.OnCall = call => call.Accept().Text(answer).Finish();
        await using var page = ArtsPage.Open(Host, $"{Stream}/stage3/run?text=A+dog");

        (await page.AllAsync())[^1].Json.GetProperty("is_safe").GetBoolean().ShouldBe(isSafe);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&context=&style_prompt=&model=")]
    public async Task What_is_left_out_or_empty_takes_the_recipes_own(string more)
    {
        await using var page = ArtsPage.Open(Host, $"{Stream}/stage2/run?prompt=A+dog{more}");

        var asked = (await Provider.NextCallAsync()).Request;
        asked.Messages[1].Content.ShouldMatch("^<task>\nTransform the input .+\n</task>\n<rules>\nKeep the idea's own .+\n</rules>\n<input>\nA dog\n</input>$");
        (asked.Model, asked.Temperature).ShouldBe(("model", 0.7));
    }

    [Fact]
    public async Task A_stream_says_how_it_is_to_be_passed_on_and_when_to_come_back_before_anything_else()
    {
        using var response = await Client.OpenAsync(Get($"{Stream}/stage1/run?text=Hund"));
        await using var blocks = SseClient.ReadAsync(response, Ending).GetAsyncEnumerator(Ending);

        response.Content.Headers.ContentType!.ToString().ShouldBe("text/event-stream; charset=utf-8");
        response.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
        response.Headers.NonValidated["Cache-Control"].ToString().ShouldBe("no-cache, no-store, no-transform");
        response.Generation().ShouldStartWith("gen_");
        (await blocks.MoveNextAsync().InTime()).ShouldBeTrue();
        (blocks.Current.Retry, blocks.Current.Data).ShouldBe(("1000", null));
    }

    [Fact]
    public async Task A_model_that_only_thinks_does_not_look_dead()
    {
        await using var page = ArtsPage.Open(Host, $"{Stream}/stage1/thinking?text=Hund");
        await page.NextAsync("connected");
        var call = (await Provider.NextCallAsync()).Accept();
        var kept = page.Kept;
        while (!kept.IsCompleted)
        {
            call.Reasoning("hm");
            Time!.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }
        await kept;
    }

    [Fact]
    public async Task A_run_is_a_session_with_what_its_user_said_and_was_answered()
    {
        foreach (var (stage, query, answer) in new[] { ("stage1", "text=Ein+Hund", "A dog"), ("stage2", "prompt=A+dog&style_prompt=A+poem", "O dog") })
        {
            await using var page = ArtsPage.Open(Host, $"{Stream}/{stage}/run?{query}");
            (await Provider.NextCallAsync()).Accept().Text(answer).Finish();
            (await page.AllAsync())[^1].Event.ShouldBe("complete");
        }

        var messages = (await Client.CallAsync(Get("/v1/sessions/run/messages"))).Json.GetProperty("data").EnumerateArray();
        messages.Select(message => (message.Text("role"), message.Text("content"))).ShouldBe(
            [("user", "Ein Hund"), ("assistant", "A dog"), ("user", "A dog"), ("assistant", "O dog")]);
        Provider.Calls.Last().Request.Messages.Count.ShouldBe(2);
    }
}

/// <summary>What the models of AI4ArtsEd are here.</summary>
public sealed class ModelPrefixTests
{
    [Theory]
    [InlineData("local/gpt-OSS:20b", "ollama/gpt-OSS:20b")]
    [InlineData("local/org/model", "ollama/org/model")]
    [InlineData("mistral/mistral-large-latest", "mistral/mistral-large-latest")]
    [InlineData("local/renamed", "mistral/small")]
    [InlineData("default", "mistral/small")]
    public async Task A_prefix_is_the_provider_it_stands_for(string model, string used)
    {
        var (ollama, mistral) = (new ScriptedProvider(), new ScriptedProvider());
        ollama.OnCall = mistral.OnCall = static call => call.Accept().Finish();
        var models = new ModelCatalog(
            new Dictionary<string, IModelProvider> { ["ollama"] = ollama, ["mistral"] = mistral },
            new Dictionary<string, IReadOnlyList<string>> { ["default"] = ["mistral/small"], ["local/renamed"] = ["mistral/small"] });
        await using var host = await TestHost.StartAsync(models);
        await using var page = ArtsPage.Open(host, $"/api/text_stream/stage4/run?prompt=x&model={Uri.EscapeDataString(model)}");

        (await page.AllAsync())[^1].Json.Text("model_used").ShouldBe(used);
        ollama.Calls.Concat(mistral.Calls).Single().Request.Model.ShouldBe(used[(used.IndexOf('/', StringComparison.Ordinal) + 1)..]);
    }
}

internal static class ArtsEvents
{
    /// <summary>The data to the letter, and the event's place in the log. Gives the generation.</summary>
    public static string ShouldSatisfy(this SseEvent next, string data, int sequence, string? generation = null)
    {
        next.Data.ShouldBe(data);
        var id = next.Id.ShouldNotBeNull().Split(':');
        id[1].ShouldBe($"{sequence}");
        if (generation is not null)
            id[0].ShouldBe(generation);
        JsonSerializer.Deserialize<JsonElement>(data).ValueKind.ShouldBe(JsonValueKind.Object);
        return id[0];
    }
}
