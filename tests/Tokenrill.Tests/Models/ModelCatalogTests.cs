using Tokenrill.Models;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Models;

public sealed class ModelCatalogTests
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Aliases = new()
    {
        ["default"] = ["ollama/llama3:8b", "sim/steady"],
        ["fast"] = ["openai/gpt-4o-mini"],
        ["nested"] = ["openai/org/model"],
    };

    private readonly Dictionary<string, IModelProvider> _providers = new()
    {
        ["ollama"] = new ScriptedProvider(),
        ["openai"] = new ScriptedProvider(),
        ["sim"] = new ScriptedProvider(),
    };

    [Theory]
    [InlineData(null, "ollama/llama3:8b sim/steady")]
    [InlineData("default", "ollama/llama3:8b sim/steady")]
    [InlineData("fast", "openai/gpt-4o-mini")]
    [InlineData("ollama/mistral", "ollama/mistral")]
    [InlineData("openai/org/model", "openai/org/model")]
    [InlineData("org/model", "openai/org/model")] // a bare name that an alias stands for may hold a slash
    [InlineData("gpt-4o-mini", "openai/gpt-4o-mini")]
    [InlineData("steady", "sim/steady")]
    public void A_name_means_an_alias_an_address_or_a_model_that_an_alias_stands_for(string? name, string expected) =>
        string.Join(' ', new ModelCatalog(_providers, Aliases, "sim").Resolve(name).Select(target => target.Address)).ShouldBe(expected);

    [Theory]
    [InlineData("gpt-5")]
    [InlineData("nobody/model")]
    [InlineData("ollama/")]
    [InlineData("/model")]
    [InlineData("")]
    [InlineData("Default")]
    public void Another_name_is_not_found_and_the_refusal_says_what_there_is(string name)
    {
        var refusal = Should.Throw<TokenrillException>(() => new ModelCatalog(_providers, Aliases, "sim").Resolve(name));

        refusal.Code.ShouldBe(ErrorCode.NotFound);
        refusal.Field.ShouldBe("model");
        refusal.Message.ShouldContain("ollama");
        refusal.Message.ShouldContain("fast");
    }

    [Fact]
    public void With_one_provider_configured_a_bare_name_is_a_model_of_it()
    {
        _providers.Remove("openai");
        var catalog = new ModelCatalog(_providers, new Dictionary<string, IReadOnlyList<string>>(), "sim");

        catalog.Resolve("mistral").ShouldHaveSingleItem().Address.ShouldBe("ollama/mistral");
        Should.Throw<TokenrillException>(() => catalog.Resolve("")).Code.ShouldBe(ErrorCode.NotFound);
    }

    [Fact]
    public void An_alias_of_a_provider_that_is_not_there_is_refused_at_the_start()
    {
        var aliases = new Dictionary<string, IReadOnlyList<string>> { ["broken"] = ["nobody/model"] };

        Should.Throw<ArgumentException>(() => new ModelCatalog(_providers, aliases)).Message.ShouldContain("Models:broken");
    }
}
