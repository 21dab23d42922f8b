namespace Tokenrill.Recipes;

/// <summary>Something wrong with a recipe file.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 1; null when the fault is of the whole file.</param>
/// <param name="Column">The column, from 1, where it is known.</param>
/// <param name="Message">What is wrong, and what would be right.</param>
public sealed record RecipeFault(string File, int? Line, int? Column, string Message)
{
    /// <summary><c>file:line:column: message</c>.</summary>
    public override string ToString() => (Line, Column) switch
    {
        (null, _) => $"{File}: {Message}",
        (_, null) => $"{File}:{Line}: {Message}",
        _ => $"{File}:{Line}:{Column}: {Message}",
    };
}
