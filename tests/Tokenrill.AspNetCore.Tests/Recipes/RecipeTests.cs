using System.Text.Json;
using Tokenrill.AspNetCore.Tests.Native;
using Tokenrill.Models;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Recipes;

public sealed class RecipeTests : NativeTest
{
    private const string Rephrase = "/v1/recipes/rephrase", Body = """{"variables":{"prompt":"Say it"}}""";

    [Fact]
    public async Task The_list_has_every_recipe_with_its_variables_and_no_template()
    {
        using var response = await Client.OpenAsync(Get("/v1/recipes"));
        var text = await response.TextAsync();
        var recipes = JsonSerializer.Deserialize<JsonElement>(text).GetProperty("recipes").EnumerateArray().ToList();

        recipes.Select(recipe => recipe.Text("name")).ShouldContain("rephrase");
        var recipe = recipes.Single(recipe => recipe.Text("name") == "rephrase");
        recipe.GetProperty("variables").EnumerateArray().Select(variable => (variable.Text("name"), variable.Text("type"), variable.GetProperty("required").GetBoolean(), variable.Text("default")))
            .ShouldBe([("prompt", "text", true, null), ("task_type", "text", false, "")]);
        recipe.TryGetProperty("stages", out _).ShouldBeFalse();
        text.ShouldNotContain("careful editor");
        (await Client.CallAsync(Get(Rephrase))).Json.GetRawText().ShouldBe(recipe.GetRawText());
    }

    [Fact]
    public async Task A_run_streams_its_generation_as_any_other()
    {
        using var response = await Client.OpenAsync(Post(Rephrase, Body));
        (await Provider.NextCallAsync()).Accept().Text("Said").Finish();

        var events = await response.EventsAsync();
        response.Headers.Location!.ToString().ShouldBe($"/v1/generations/{response.Generation()}");
        events.Select(next => (next.Id, next.Event)).ShouldBe([
            ($"{response.Generation()}:1", "started"), ($"{response.Generation()}:2", "status"), ($"{response.Generation()}:3", "text"), ($"{response.Generation()}:4", "completed")]);
    }

    [Fact]
    public async Task A_run_answers_as_NDJSON_as_one_document_and_later()
    {
        Provider.OnCall = static call => call.Accept().Text("Said").Finish();

        using var lines = await Client.OpenAsync(Post(Rephrase, Body).Accepting("application/x-ndjson"));
        (await lines.TextAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(4);
        var (status, state) = await Client.CallAsync(Post(Rephrase, Body).Accepting("application/json"));
        (status, state.Text("status"), state.Text("text")).ShouldBe((200, "completed", "Said"));
        using var later = await Client.OpenAsync(Post(Rephrase, Body).With("Prefer", "respond-async"));
        ((int)later.StatusCode).ShouldBe(202);
    }

    [Fact]
    public async Task The_body_goes_before_the_recipe_and_says_the_rest()
    {
        using var response = await Client.OpenAsync(Post(Rephrase, """
            {"variables":{"prompt":"Say it","task_type":"a letter"},"model":"scripted/other","max_tokens":5,"temperature":0.25,"session":"s","on_busy":"reject",
             "on_disconnect":"cancel","deadlines":{"total":60},"metadata":{"a":"b"}}
            """).With("Tokenrill-Session", "s"));
        var asked = (await Provider.NextCallAsync()).Request;
        var request = Host.Engine.Find(response.Generation(), new("local")).Request;

        (asked.Model, asked.MaxTokens, asked.Temperature).ShouldBe(("other", 5, 0.25));
        asked.Messages.Select(message => message.Role).ShouldBe([ChatRole.System, ChatRole.User]);
        asked.Messages[1].Content.ShouldBe("Kind of task: a letter\n\n<text>\nSay it\n</text>");
        (request.Session, request.OnBusy, request.OnDisconnect).ShouldBe(("s", Sessions.OnBusy.Reject, Tokenrill.Options.OnDisconnect.Cancel));
        (request.Deadlines.Total, request.Metadata!["a"]).ShouldBe((TimeSpan.FromSeconds(60), "b"));
    }

    [Theory]
    [InlineData("""{}""", "variables.prompt: is required")]
    [InlineData("""{"variables":{"prompt":1,"task_type":["a"],"x":{}}}""", "variables.prompt: must be a text; variables.task_type: must be a text; variables.x: is not a variable of this recipe; there are: prompt, task_type")]
    [InlineData("""{"variables":{"prompt":null}}""", "variables.prompt: is required")]
    [InlineData("""{"variables":["a"]}""", "variables: must be an object: the recipe's variables by name")]
    public async Task Wrong_variables_are_refused_each_by_its_name(string body, string detail)
    {
        var (status, problem) = await Client.CallAsync(Post(Rephrase, body));

        (status, problem.Text("code"), problem.Text("detail")).ShouldBe((400, "invalid_request", detail));
        problem.Text("field")!.ShouldBe(detail[..detail.IndexOf(':')]);
        Provider.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_member_that_is_not_known_is_refused_and_so_is_one_that_recipes_do_not_have()
    {
        (await Client.CallAsync(Post(Rephrase, """{"variables":{"prompt":"a"},"prompt":"b"}"""))).Status.ShouldBe(400);
        (await Client.CallAsync(Post(Rephrase, """{"variables":{"prompt":"a","prompt":"b"}}"""))).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_recipe_that_is_not_there_is_answered_with_those_that_are()
    {
        foreach (var request in new[] { Get("/v1/recipes/nothing"), Post("/v1/recipes/nothing", Body) })
        {
            var (status, problem) = await Client.CallAsync(request);

            (status, problem.Text("code")).ShouldBe((404, "not_found"));
            problem.Text("detail")!.ShouldContain("rephrase");
        }
    }

    [Fact]
    public async Task A_key_is_one_run_and_the_same_body_to_another_recipe_is_another_request()
    {
        const string body = """{"variables":{"prompt":"Say it"},"idempotency_key":"k"}""";
        var first = await LaterAsync(Rephrase, body);

        (await LaterAsync(Rephrase, body)).ShouldBe(first);
        var (status, problem) = await Client.CallAsync(Post("/v1/recipes/enhanced_prompt", body));
        (status, problem.Text("field")).ShouldBe((400, "idempotency_key"));
    }

    private async Task<string> LaterAsync(string path, string body)
    {
        using var response = await Client.OpenAsync(Post(path, body).With("Prefer", "respond-async"));
        return response.Generation();
    }
}
