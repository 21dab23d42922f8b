using Microsoft.Extensions.Logging;
using Tokenrill.Diagnostics;
using Tokenrill.Options;
using Tokenrill.Recipes.Files;

namespace Tokenrill.Recipes;

/// <summary>All recipes: those that are shipped, and those of the user's folder, which go before them. Changes of the folder are
/// followed; a generation that runs is not touched by them.</summary>
public sealed class RecipeBook : IDisposable
{
    private readonly Lock _reloading = new();
    private readonly IReadOnlyList<RecipeFile> _shipped = ShippedRecipes.Read();
    private readonly string? _path;
    private readonly RecipeWatcher? _watcher;
    private volatile RecipeSet _set = RecipeSet.Empty;

    /// <summary>Reads every recipe. What is wrong with a file is logged with its line, and hides no other.</summary>
    /// <param name="options">Checked by <see cref="TokenrillOptionsCheck"/> before.</param>
    /// <param name="time">Changes are read when the folder has been quiet for a moment.</param>
    /// <param name="logger">Gets a line for each fault.</param>
    public RecipeBook(TokenrillOptions options, TimeProvider time, ILogger<RecipeBook> logger)
    {
        Events = new RecipeEvents(new ForgivingLogger(logger));
        _path = options.Recipes.Path is { } path ? Path.GetFullPath(path) : null;
        // Watched before it is read: what changes in between is read twice, and not overlooked.
        _watcher = _path is null ? null : RecipeWatcher.Start(_path, time, Reload, Events);
        Load();
    }

    /// <summary>Every recipe, by name.</summary>
    public IReadOnlyList<Recipe> All => [.. _set.Recipes.Values.OrderBy(static recipe => recipe.Name, StringComparer.Ordinal)];

    /// <summary>What is wrong with the files as they are now.</summary>
    public IReadOnlyList<RecipeFault> Faults => _set.Faults;

    /// <summary>What the log is told of recipes and pipelines.</summary>
    internal RecipeEvents Events { get; }

    /// <summary>The recipe by that name.</summary>
    /// <exception cref="TokenrillException"><see cref="ErrorCode.NotFound"/>: there is none; says which there are.</exception>
    public Recipe Find(string name) => _set is var set && set.Recipes.TryGetValue(name, out var recipe)
        ? recipe
        : throw new TokenrillException(ErrorCode.NotFound, $"recipe: there is no \"{name}\"; there are: {string.Join(", ", set.Recipes.Keys.Order(StringComparer.Ordinal))}") { Field = "recipe" };

    /// <inheritdoc/>
    public void Dispose() => _watcher?.Dispose();

    private void Reload()
    {
        Load();
        Events.Reloaded(_set.Recipes.Count);
    }

    private void Load()
    {
        lock (_reloading)
        {
            var before = _set;
            var set = RecipeSet.Of(_shipped, _path is null ? [] : RecipeFolder.Read(_path), before);
            _set = set;
            // What was said before and is still so need not be said at every change of another file.
            foreach (var fault in set.Faults.Except(before.Faults))
                Events.Faulty(fault.ToString());
        }
    }
}
