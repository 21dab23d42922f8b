using Tokenrill.Models;

namespace Tokenrill.TestKit;

/// <summary>Builders of model catalogues.</summary>
public static class ModelCatalogs
{
    /// <summary>These providers by name; the alias <c>default</c> stands for the model <c>model</c> of each, in order.</summary>
    public static ModelCatalog Of(params (string Name, IModelProvider Provider)[] providers) => new(
        providers.ToDictionary(static item => item.Name, static item => item.Provider),
        new Dictionary<string, IReadOnlyList<string>> { [ModelCatalog.DefaultAlias] = [.. providers.Select(static item => $"{item.Name}/model")] });
}
