namespace Tokenrill.Recipes.Files;

/// <summary>The recipes of one moment: never changed, only replaced by another set.</summary>
internal sealed record RecipeSet(IReadOnlyDictionary<string, Recipe> Recipes, IReadOnlyList<RecipeFault> Faults)
{
    public static readonly RecipeSet Empty = new(new Dictionary<string, Recipe>(), []);

    // The good recipes of the user's files, to go on with when a file is no longer good.
    private IReadOnlyDictionary<string, Recipe> Good { get; init; } = new Dictionary<string, Recipe>();

    /// <summary>The set that these files make. Of a file that has faults now, the version before it stays; of one that never was
    /// good, the shipped recipe of that name, if there is one.</summary>
    /// <param name="shipped">The recipes that come with the program.</param>
    /// <param name="users">The user's; they go before shipped ones of the same name.</param>
    /// <param name="before">The set until now.</param>
    public static RecipeSet Of(IReadOnlyList<RecipeFile> shipped, IReadOnlyList<RecipeFile> users, RecipeSet before)
    {
        var faults = shipped.Concat(users).SelectMany(static file => file.Faults).ToList();
        var recipes = new Dictionary<string, Recipe>();
        var files = new Dictionary<string, string>();
        var good = new Dictionary<string, Recipe>();
        foreach (var file in shipped)
            Put(file, file.Recipe);
        foreach (var file in users)
        {
            var recipe = file.Recipe ?? before.Good.GetValueOrDefault(file.File);
            Put(file, recipe);
            if (recipe is not null)
                good[file.File] = recipe;
        }
        foreach (var pipeline in recipes.Values.Where(static recipe => recipe.IsPipeline).ToList())
        {
            var (linked, wrong) = PipelineLinks.Link(files[pipeline.Name], pipeline, recipes);
            faults.AddRange(wrong);
            if ((linked ?? before.Recipes.GetValueOrDefault(pipeline.Name)) is { IsPipeline: true } usable)
                recipes[pipeline.Name] = usable;
            else
                recipes.Remove(pipeline.Name);
        }
        return new RecipeSet(recipes, faults) { Good = good };

        void Put(RecipeFile file, Recipe? recipe)
        {
            if (recipe is null)
                return;
            recipes[recipe.Name] = recipe;
            files[recipe.Name] = file.File;
        }
    }
}
