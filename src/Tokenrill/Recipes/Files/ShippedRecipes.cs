namespace Tokenrill.Recipes.Files;

/// <summary>The recipes that come with the program, inside of it.</summary>
internal static class ShippedRecipes
{
    private const string Prefix = "recipes/";

    /// <summary>All of them, in the order of their names.</summary>
    public static IReadOnlyList<RecipeFile> Read()
    {
        var assembly = typeof(ShippedRecipes).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return RecipeFileReader.Read(name, text.ReadToEnd());
        })];
    }
}
