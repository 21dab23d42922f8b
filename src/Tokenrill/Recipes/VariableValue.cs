using System.Globalization;
using Tokenrill.Recipes.Yaml;

namespace Tokenrill.Recipes;

/// <summary>Checks a value that a variable is given.</summary>
internal static class VariableValue
{
    /// <summary>What is wrong with a value, as what would be right; null when it is right.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="value">A text, a number of any type, a flag, or null when none is given.</param>
    /// <param name="taken">What a template is given: a text, a decimal, a flag, or null.</param>
    public static string? Fault(RecipeVariable variable, object? value, out object? taken)
    {
        taken = value ?? variable.Default;
        if (taken is null)
            return variable.IsRequired ? "is required" : null;
        switch (variable.Type)
        {
            case VariableType.Number:
                return FaultOfNumber(variable, ref taken);
            case VariableType.Flag:
                return taken is bool ? null : "must be true or false";
            case VariableType.Choice:
                return taken is string choice && variable.Of.Contains(choice) ? null : $"must be one of {string.Join(", ", variable.Of)}";
            default:
                return taken is string text ? FaultOfText(variable, text) : "must be a text";
        }
    }

    /// <summary>A value that a template made of text: what it means for this variable, or the text itself when it means nothing.
    /// An empty one is none.</summary>
    public static object? OfText(RecipeVariable variable, string text) => variable.Type switch
    {
        _ when text.Length == 0 => null,
        VariableType.Number when MapFields.TryNumber(text.Trim(), out var number) => number,
        VariableType.Flag when bool.TryParse(text, out var flag) => flag,
        _ => text,
    };

    private static string? FaultOfText(RecipeVariable variable, string text)
    {
        if (variable.IsRequired && string.IsNullOrWhiteSpace(text))
            return "must not be empty";
        // A text has at most as many characters as UTF-16 units, so nearly none is counted.
        return text.Length > variable.MaxLength && CountCharacters(text) > variable.MaxLength ? $"must have at most {variable.MaxLength} characters" : null;
    }

    private static int CountCharacters(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }

    private static string? FaultOfNumber(RecipeVariable variable, ref object? value)
    {
        if (ToNumber(value) is not { } number)
            return "must be a number";
        value = number;
        if (number >= (variable.Min ?? number) && number <= (variable.Max ?? number))
            return null;
        FormattableString message = (variable.Min, variable.Max) switch
        {
            ({ } min, { } max) => $"must be from {min} to {max}",
            ({ } min, null) => $"must be at least {min}",
            var (_, max) => $"must be at most {max}",
        };
        return message.ToString(CultureInfo.InvariantCulture);
    }

    private static decimal? ToNumber(object? value)
    {
        try
        {
            return value is decimal or int or long or short or byte or uint or ulong or float or double ? Convert.ToDecimal(value, CultureInfo.InvariantCulture) : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
