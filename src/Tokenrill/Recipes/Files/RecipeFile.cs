namespace Tokenrill.Recipes.Files;

/// <summary>A recipe file as it was read.</summary>
/// <param name="File">Where it is, as faults name it.</param>
/// <param name="Name">The name that its recipe must have.</param>
/// <param name="Recipe">The recipe; null when the file has faults. The stages of a pipeline are not linked yet.</param>
/// <param name="Faults">Everything that is wrong with it.</param>
internal sealed record RecipeFile(string File, string Name, Recipe? Recipe, IReadOnlyList<RecipeFault> Faults);
