namespace Tokenrill.Recipes.Files;

/// <summary>Gives the stages of a pipeline their recipes.</summary>
internal static class PipelineLinks
{
    /// <summary>The pipeline with its stages linked; null when that cannot be, and why.</summary>
    /// <param name="file">The file of the pipeline.</param>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="recipes">All recipes that there are, by name.</param>
    public static (Recipe? Linked, IReadOnlyList<RecipeFault> Faults) Link(string file, Recipe pipeline, IReadOnlyDictionary<string, Recipe> recipes)
    {
        var faults = new RecipeFaults(file);
        var stages = pipeline.Stages.Select(stage => stage with { Target = Find(stage, recipes, faults) }).ToList();
        foreach (var stage in stages)
            if (stage.Target is { } target)
                CheckWith(stage, target, faults);
        return (faults.Count == 0 ? pipeline with { Stages = stages } : null, faults.All);
    }

    private static Recipe? Find(RecipeStage stage, IReadOnlyDictionary<string, Recipe> recipes, RecipeFaults faults)
    {
        if (!recipes.TryGetValue(stage.Recipe, out var recipe))
            faults.Add(stage.Place!, $"recipe: there is no \"{stage.Recipe}\" without faults; there are: {string.Join(", ", recipes.Values.Where(static other => !other.IsPipeline).Select(static other => other.Name).Order(StringComparer.Ordinal))}");
        else if (recipe.IsPipeline)
            faults.Add(stage.Place!, $"recipe: \"{stage.Recipe}\" is a pipeline; a stage must be a recipe with templates");
        else
            return recipe;
        return null;
    }

    private static void CheckWith(RecipeStage stage, Recipe target, RecipeFaults faults)
    {
        foreach (var (variable, _) in stage.With)
            if (!target.Variables.Any(known => known.Name == variable.Text))
                faults.Add(variable, $"with: {target.Name} has no variable \"{variable.Text}\"; there are: {string.Join(", ", target.Variables.Select(static known => known.Name))}");
        foreach (var variable in target.Variables)
            if (variable.IsRequired && !stage.With.Any(given => given.Variable.Text == variable.Name))
                faults.Add(stage.Place!, $"with: {target.Name} needs a value for \"{variable.Name}\"");
    }
}
