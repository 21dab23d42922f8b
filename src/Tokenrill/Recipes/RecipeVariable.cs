namespace Tokenrill.Recipes;

/// <summary>What a variable's value may be.</summary>
public enum VariableType
{
    /// <summary>Any text.</summary>
    Text,
    /// <summary>A number.</summary>
    Number,
    /// <summary>True or false.</summary>
    Flag,
    /// <summary>One of some texts.</summary>
    Choice,
}

/// <summary>A variable of a recipe.</summary>
/// <param name="Name">In snake case.</param>
/// <param name="Type">What its value may be.</param>
public sealed record RecipeVariable(string Name, VariableType Type)
{
    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Whether a value must be given; a text then must not be empty. Default true, unless there is a default.</summary>
    public bool IsRequired { get; init; } = true;

    /// <summary>The value when none is given: a <see cref="string"/>, <see cref="decimal"/> or <see cref="bool"/>.</summary>
    public object? Default { get; init; }

    /// <summary>Of a text: the most characters (Unicode code points) it may have.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Of a number: the least it may be.</summary>
    public decimal? Min { get; init; }

    /// <summary>Of a number: the most it may be.</summary>
    public decimal? Max { get; init; }

    /// <summary>Of a choice: the texts there are.</summary>
    public IReadOnlyList<string> Of { get; init; } = [];
}

/// <summary>Types of variables on the wire and in files.</summary>
public static class VariableTypes
{
    /// <summary><c>text</c>, <c>number</c>, <c>flag</c> or <c>choice</c>.</summary>
    public static string WireName(this VariableType type) => type switch
    {
        VariableType.Number => "number",
        VariableType.Flag => "flag",
        VariableType.Choice => "choice",
        _ => "text",
    };
}
