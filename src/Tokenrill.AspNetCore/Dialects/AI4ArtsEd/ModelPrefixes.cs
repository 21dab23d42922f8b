using Tokenrill.Models;

namespace Tokenrill.AspNetCore.Dialects.AI4ArtsEd;

/// <summary>Names of models as AI4ArtsEd has them: a prefix that says where the model runs, and its name there. <c>local/</c> is
/// Ollama; any other prefix, such as <c>mistral/</c>, is a provider by that name already.</summary>
internal static class ModelPrefixes
{
    private const string Local = "local", Ollama = "ollama";

    /// <summary>The name by which the engine knows the model.</summary>
    /// <exception cref="TokenrillException">There is no such provider; says which there are.</exception>
    public static string AddressOf(string name, ModelCatalog models)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        // An alias may have any name, also one of these: so old names can be given to other models.
        if (slash <= 0 || models.Aliases.Any(alias => alias.Key == name) || models.Providers.ContainsKey(name[..slash]))
            return name;
        var provider = name[..slash] == Local ? Ollama : name[..slash];
        return models.Providers.ContainsKey(provider)
            ? provider + name[slash..]
            : throw new TokenrillException(ErrorCode.NotFound, $"model: \"{name}\" needs a provider called {provider}, and there is none; there are: {string.Join(", ", models.Providers.Keys)}") { Field = "model" };
    }
}
