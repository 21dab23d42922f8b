using System.Text.Json;
using Tokenrill.Providers.Simulator;
using Tokenrill.TestKit;

namespace Tokenrill.Providers.Tests.Simulator;

public sealed class SimulatorSettingsTests
{
    private static readonly SimulatorProvider Simulator = new();

    [Theory]
    [InlineData("tokens=many", "tokens must be a whole number from 1 to 1000000, not \"many\"")]
    [InlineData("tokens=0", "tokens must be")]
    [InlineData("tokens=-1", "tokens must be")]
    [InlineData("tokens=", "tokens must be")]
    [InlineData("rate=1e3", "rate must be")]
    [InlineData("rate=0.001", "rate must be")]
    [InlineData("rate=NaN", "rate must be")]
    [InlineData("ttft=1s", "ttft must be a whole number from 0 to 3600000")]
    [InlineData("connect=3600001", "connect must be")]
    [InlineData("stall=x", "stall must be")]
    [InlineData("die=1.5", "die must be")]
    [InlineData("garbage=x", "garbage must be")]
    [InlineData("seed=x", "seed must be")]
    [InlineData("error=unheard_of", "error must be provider_unavailable, provider_rejected")]
    [InlineData("tokens=5 rat=3", "\"rat=3\" is no setting; there are tokens, rate")]
    [InlineData("tokens=5 please", "\"please\" is no setting")]
    [InlineData("tokens=x\nHello", "tokens must be")]
    public void A_setting_that_is_wrong_is_refused_and_says_what_would_be_right(string prompt, string message)
    {
        var refusal = Should.Throw<TokenrillException>(() => Simulator.EnsureSupported(Requests.Prompt(prompt, "steady").Ask));
        refusal.Code.ShouldBe(ErrorCode.InvalidRequest);
        refusal.Field.ShouldBe("messages");
        refusal.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x=1")]
    [InlineData("What does tokens=many mean?")]
    [InlineData("=tokens")]
    [InlineData("Hello\ntokens=many")]
    [InlineData("  tokens=5   rate=0.5 ttft=0 connect=0 stall=0 die=0 garbage=0 seed=0 error=content_filtered\r\nand the prompt")]
    public void A_prompt_that_sets_nothing_wrong_is_accepted(string prompt) =>
        Should.NotThrow(() => Simulator.EnsureSupported(Requests.Prompt(prompt, "steady").Ask));

    [Fact]
    public async Task Only_the_last_user_message_sets_anything()
    {
        var sink = new RecordingSink();
        var ask = Requests.Prompt("", "fast").Ask with
        {
            Messages = [new(ChatRole.System, "tokens=1"), new(ChatRole.User, "tokens=2"), new(ChatRole.Assistant, "tokens=3"), new(ChatRole.User, "tokens=4"), new(ChatRole.Assistant, "tokens=5")],
        };
        await Simulator.StreamAsync(ask, sink, TestContext.Current.CancellationToken).InTime();
        sink.LastUsage.OutputTokens.ShouldBe(4);
    }

    [Theory]
    [InlineData("provider_unavailable", ErrorCode.ProviderUnavailable)]
    [InlineData("provider_rejected", ErrorCode.ProviderRejected)]
    [InlineData("provider_rate_limited", ErrorCode.ProviderRateLimited)]
    [InlineData("context_length_exceeded", ErrorCode.ContextLengthExceeded)]
    [InlineData("content_filtered", ErrorCode.ContentFiltered)]
    public async Task A_refusal_comes_before_acceptance_with_the_code_that_was_asked_for(string name, ErrorCode code)
    {
        var sink = new RecordingSink();
        var run = Simulator.StreamAsync(Requests.Prompt($"error={name}", "steady").Ask, sink, TestContext.Current.CancellationToken);
        (await Should.ThrowAsync<ProviderException>(run.InTime())).Code.ShouldBe(code);
        sink.Calls.ShouldBe(["connected"]);
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_not_found_and_those_that_are_listed_are()
    {
        var unknown = Should.Throw<TokenrillException>(() => Simulator.EnsureSupported(Requests.Prompt(model: "steadier").Ask));
        unknown.Code.ShouldBe(ErrorCode.NotFound);
        unknown.Message.ShouldContain("steady, fast, slow-start, markdown, unicode, reasoning, tools, stages, stall, disconnect, garbage, error");
        var models = await Simulator.ListModelsAsync(TestContext.Current.CancellationToken);
        models.Count.ShouldBe(12);
        foreach (var model in models)
            Simulator.EnsureSupported(Requests.Prompt(model: model.Name).Ask);
    }

    public static TheoryData<string, ModelRequest> Unsupported => new()
    {
        { "stop", Ask() with { Stop = ["."] } },
        { "response_format", Ask() with { ResponseFormat = Json("""{"type":"json_object"}""") } },
        { "logprobs", Ask() with { Extra = new Dictionary<string, JsonElement> { ["logprobs"] = Json("true") } } },
        { "messages", Ask() with { Messages = [new ChatMessage(ChatRole.User, "") { Parts = [new ImagePart("data:,")] }] } },
        { "tool_choice", Ask() with { ToolChoice = Json("\"required\"") } },
        { "tool_choice", Ask("tools") with { ToolChoice = Json("\"required\"") } },
        { "tool_choice", Ask("tools") with { ToolChoice = Json("\"sometimes\""), Tools = [new ToolDefinition("clock", null, null)] } },
        { "tool_choice", Ask("tools") with { ToolChoice = Json("""{"function":{"name":"calendar"}}"""), Tools = [new ToolDefinition("clock", null, null)] } },
    };

    [Theory]
    [MemberData(nameof(Unsupported))]
    public void What_it_would_have_to_drop_is_refused(string field, ModelRequest ask) =>
        Should.Throw<TokenrillException>(() => Simulator.EnsureSupported(ask)).Field.ShouldBe(field);

    public static TheoryData<ModelRequest> Supported =>
    [
        Ask() with { Temperature = 1, TopP = 0.5, MaxTokens = 3, Seed = 4, ResponseFormat = Json("""{"type":"text"}""") },
        Ask() with { Tools = [new ToolDefinition("clock", null, null)], ToolChoice = Json("\"auto\"") },
        Ask() with { Extra = new Dictionary<string, JsonElement> { ["presence_penalty"] = Json("1") } },
        Ask("tools") with { Tools = [new ToolDefinition("clock", null, null)], ToolChoice = Json("\"required\"") },
    ];

    [Theory]
    [MemberData(nameof(Supported))]
    public void What_a_simulation_can_honour_is_accepted(ModelRequest ask) => Should.NotThrow(() => Simulator.EnsureSupported(ask));

    private static ModelRequest Ask(string model = "steady") => Requests.Prompt(model: model).Ask;

    private static JsonElement Json(string json) => JsonSerializer.Deserialize<JsonElement>(json);
}
