using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Tokenrill.TestKit;

namespace Tokenrill.Server.Tests;

public sealed class ConfigurationTests
{
    private const string Secret = "the secret of this test";

    [Fact]
    public async Task All_faults_are_said_at_once_each_with_its_key_and_never_with_a_secret()
    {
        await using var server = ServerProcess.Start(
            ("Tokenrill__Deadlines__Connect", "30"),
            ("Tokenrill__Deadlines__Total", "00:00:00"),
            ("Tokenrill__Sessions__OnBusy", "1"),
            ("Tokenrill__Storage__Kind", "tape"),
            ("Tokenrill__Limits__RequestBytes", "4MB"),
            ("Tokenrill__Signals__Model", "nobody/model"),
            ("Tokenrill__Signals__Characters", "many"),
            ("Tokenrill__Signals__Turns", "0"),
            ("Tokenrill__Dialects__Synapse__FullContent", "never"),
            ("Tokenrill__AllowInsecure", "maybe"),
            ("Tokenrill__Providers__sim__Type", "openai"),
            ("Tokenrill__Providers__my_own__Type", "openai"),
            ("Tokenrill__Providers__one__BaseUrl", $"http://user:{Uri.EscapeDataString(Secret)}@host"),
            ("Tokenrill__Providers__two__Type", "openai"),
            ("Tokenrill__Providers__two__Headers__X-Bad", $"{Secret}\n"),
            ("Tokenrill__Models__default__0", "nobody/model"),
            ("Tokenrill__Models__default__1", "sim/unheard-of"),
            ("Tokenrill__Models__fast__0", "one/model"),
            ("Tokenrill__Keys__0__Name", "a"),
            ("Tokenrill__Keys__0__Key", Secret),
            ("Tokenrill__Keys__1__Name", "a"),
            ("Tokenrill__Keys__1__Key", "too-short"),
            ("Tokenrill__Keys__1__Admin", "sometimes"),
            ("Tokenrill__Cors__Origins__0", "https://app.example/path"));
        var (exitCode, error) = await server.EndAsync();
        exitCode.ShouldBe(78);
        foreach (var fault in (string[])[
            "Deadlines:Connect is \"30\"; it may be a time such as 00:00:30",
            "Deadlines:Total is 00:00:00; it may be 00:00:00.1000000 to 1.00:00:00",
            "Sessions:OnBusy is \"1\"; it may be supersede or reject or attach",
            "Storage:Kind is \"tape\"; it may be memory",
            "Limits:RequestBytes is \"4MB\"; it may be a whole number",
            "Signals:Model is \"nobody/model\", which is none of the aliases default, fast; it may be provider/model, with one of the providers sim",
            "Signals:Characters is \"many\"; it may be a whole number",
            "Signals:Turns is 0; it may be 1 to 1000",
            "Dialects:Synapse:FullContent is \"never\"; it may be always or final",
            "AllowInsecure is \"maybe\"; it may be true or false",
            "Providers:sim: the name \"sim\" is the simulator's",
            "Providers:my_own: the name of a provider may hold",
            "Providers:one:Type is missing; it may be openai or ollama",
            "Providers:one:BaseUrl is no address",
            "Providers:two: header X-Bad of provider two cannot be sent",
            "Models:default:0 is \"nobody/model\"; it may be provider/model, with one of the providers sim",
            "Models:default:1 is \"sim/unheard-of\"; the simulator has the models steady,",
            "Keys:0:Key is too short or not plain",
            "Keys:1:Name is the same as another key's",
            "Keys:1:Key is too short",
            "Keys:1:Admin is \"sometimes\"; it may be true or false",
            "Cors:Origins:0 is \"https://app.example/path\"; it may be an origin"])
            error.ShouldContain($"  - Tokenrill:{fault}");
        error.ShouldContain("22 faults");
        error.ShouldNotContain("the secret");
        error.ShouldNotContain("the%20secret");
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_key_that_is_not_known_is_a_warning_with_the_nearest_one()
    {
        await using var server = ServerProcess.Start(("Tokenrill__Storage__Compression", "on"), ("Tokenrill__Deadline__Total", "00:01:00"), ("Tokenrill__Keys__0__Nmae", Secret));
        await server.Address;
        await server.SignalAsync("TERM");
        await server.EndAsync();
        server.Output.ShouldContain(line => line.EndsWith("Tokenrill:Storage:Compression is not known to this version and has no effect"));
        server.Output.ShouldContain(line => line.EndsWith("Tokenrill:Deadline:Total is not known and has no effect; did you mean Tokenrill:Deadlines:Total?"));
        server.Output.ShouldContain(line => line.EndsWith("did you mean Tokenrill:Keys:0:Name?"));
        string.Concat(server.Output).ShouldNotContain("the secret");
    }

    [Fact]
    public async Task The_command_line_wins_over_the_environment_and_that_over_the_file_beside()
    {
        const string settings = """{ "Tokenrill": { "Models": { "file": ["sim/fast"], "environment": ["sim/fast"], "line": ["sim/fast"] } } }""";
        await using var server = ServerProcess.StartWith(
            ["--urls", "http://127.0.0.1:0", "--Tokenrill:Models:line:0=sim/tools"],
            [("Tokenrill__Models__line__0", "sim/unicode"), ("Tokenrill__Models__environment__0", "sim/unicode")],
            settings);
        foreach (var (alias, model) in new[] { ("file", "sim/fast"), ("environment", "sim/unicode"), ("line", "sim/tools") })
        {
            await using var stream = await server.AskAsync("tokens=1", alias);
            (await stream.NextAsync("started")).GetProperty("model").GetString().ShouldBe(model);
        }
    }

    [Fact]
    public async Task A_file_that_is_no_JSON_is_said_in_a_sentence()
    {
        await using var server = ServerProcess.StartWith([], settings: """{ "Tokenrill": { "Keys": [ { "Key": "the secret" """);
        var (exitCode, error) = await server.EndAsync();
        exitCode.ShouldBe(78);
        error.ShouldContain("appsettings.json");
        error.ShouldContain("LineNumber");
        error.ShouldNotContain("the secret");
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task An_Ollama_that_answers_is_used_and_then_the_simulator()
    {
        await using var ollama = await PeerAsync("/api/tags", """{"models":[{"name":"llama3:8b","model":"llama3:8b"},{"name":"other","model":"other"}]}""");
        await using var server = ServerProcess.Start(("OLLAMA_HOST", ollama.Urls.Single()));
        await server.Address;
        await server.SignalAsync("TERM");
        await server.EndAsync();
        server.Output.ShouldContain(line => line.EndsWith($"using the Ollama at {ollama.Urls.Single()}/. The model \"default\" is ollama/llama3:8b, then sim/steady."));
    }

    [Fact]
    public async Task An_Ollama_without_models_leaves_the_simulator()
    {
        await using var ollama = await PeerAsync("/api/tags", """{"models":[]}""");
        await using var server = ServerProcess.Start(("OLLAMA_HOST", ollama.Urls.Single()));
        await using var stream = await server.AskAsync("tokens=1");
        (await stream.NextAsync("started")).GetProperty("model").GetString().ShouldBe("sim/steady");
        await server.SignalAsync("TERM");
        await server.EndAsync();
        server.Output.ShouldContain(line => line.Contains("has no models yet"));
    }

    [Fact]
    public async Task The_first_model_of_the_only_provider_is_the_default()
    {
        await using var peer = await PeerAsync("/v1/models", """{"object":"list","data":[{"id":"first","object":"model"},{"id":"second","object":"model"}]}""");
        await using var server = ServerProcess.Start(("Tokenrill__Providers__mine__Type", "openai"), ("Tokenrill__Providers__mine__BaseUrl", $"{peer.Urls.Single()}/v1"), ("Tokenrill__Providers__mine__ApiKey", ""));
        await server.Address;
        await server.SignalAsync("TERM");
        await server.EndAsync();
        server.Output.ShouldContain(line => line.EndsWith("Using the provider mine. The model \"default\" is mine/first."));
    }

    [Fact]
    public async Task An_only_provider_that_cannot_be_asked_needs_a_default()
    {
        await using var server = ServerProcess.Start(("Tokenrill__Providers__mine__Type", "openai"), ("Tokenrill__Providers__mine__BaseUrl", "http://127.0.0.1:1/v1"), ("Tokenrill__Providers__mine__ApiKey", "sk-0123456789abcdef"));
        var (exitCode, error) = await server.EndAsync();
        exitCode.ShouldBe(78);
        error.ShouldContain("Tokenrill:Models:default:0 is missing, and mine could not be asked for its models");
        error.ShouldNotContain("sk-0123456789abcdef");
    }

    [Fact]
    public async Task With_two_providers_the_default_must_be_said()
    {
        (string, string)[] two = [("Tokenrill__Providers__a__Type", "openai"), ("Tokenrill__Providers__b__Type", "ollama")];
        await using var silent = ServerProcess.Start(two);
        var (exitCode, error) = await silent.EndAsync();
        exitCode.ShouldBe(78);
        error.ShouldContain("Tokenrill:Models:default:0 is missing; with more than one provider");
        await using var said = ServerProcess.Start([.. two, ("Tokenrill__Models__default__0", "b/some")]);
        await said.Address;
    }

    private static async Task<WebApplication> PeerAsync(string path, string json)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var peer = builder.Build();
        peer.Urls.Add("http://127.0.0.1:0");
        peer.MapGet(path, () => Results.Text(json, "application/json"));
        await peer.StartAsync(TestContext.Current.CancellationToken).InTime();
        return peer;
    }
}
