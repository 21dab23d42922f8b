using Tokenrill.Recipes.Templates;
using Tokenrill.Recipes.Yaml;

namespace Tokenrill.Recipes;

/// <summary>A stage of a pipeline: a recipe that is run with what came before.</summary>
/// <param name="Recipe">The name of the recipe.</param>
/// <param name="As">The variable that its answer is to the stages behind it.</param>
public sealed record RecipeStage(string Recipe, string As)
{
    /// <summary>How its answer must begin; what begins otherwise ends the pipeline. Null: anyhow. Taken off what goes on.</summary>
    public string? MustBeginWith { get; init; }

    internal RecipeStage(TextNode recipe, string @as, IReadOnlyList<(TextNode Variable, RecipeTemplate Template)> with)
        : this(recipe.Text, @as)
    {
        Place = recipe;
        With = with;
    }

    /// <summary>The recipe itself; null until the book has found it. Never null in a recipe of a book.</summary>
    internal Recipe? Target { get; init; }

    /// <summary>What its variables are given, and where that stands.</summary>
    internal IReadOnlyList<(TextNode Variable, RecipeTemplate Template)> With { get; } = [];

    /// <summary>Where the stage stands in its file.</summary>
    internal Node? Place { get; }

    /// <summary>The values of the stage's variables. What renders to nothing is not given, so that the recipe's default holds.</summary>
    internal Dictionary<string, object?> Values(IReadOnlyDictionary<string, object?> known) => With.ToDictionary(
        static item => item.Variable.Text,
        item => VariableValue.OfText(Target!.Variables.First(variable => variable.Name == item.Variable.Text), item.Template.Render(known)));
}
