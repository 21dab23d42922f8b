using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Tokenrill.Recipes;

namespace Tokenrill.AspNetCore.Dialects.Native.Recipes;

/// <summary>A recipe as clients see it: what it needs, and never its templates. Members that do not apply are left out.</summary>
internal sealed record RecipeState(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("description")] string Description,
    [property: JsonPropertyName("variables")] IReadOnlyList<VariableState> Variables,
    [property: JsonPropertyName("model")] string? Model,
    [property: JsonPropertyName("stages")] IReadOnlyList<StageState>? Stages)
{
    public static RecipeState Of(Recipe recipe) => new(
        recipe.Name,
        recipe.Description,
        [.. recipe.Variables.Select(VariableState.Of)],
        recipe.Model,
        recipe.IsPipeline ? [.. recipe.Stages.Select(static stage => new StageState(stage.Recipe, stage.As))] : null);
}

/// <summary>A variable of a recipe.</summary>
internal sealed record VariableState
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("type")]
    public required string Type { get; init; }

    [JsonPropertyName("description")]
    public string? Description { get; init; }

    [JsonPropertyName("required")]
    public required bool IsRequired { get; init; }

    [JsonPropertyName("default")]
    public JsonValue? Default { get; init; }

    [JsonPropertyName("max_length")]
    public int? MaxLength { get; init; }

    [JsonPropertyName("min")]
    public decimal? Min { get; init; }

    [JsonPropertyName("max")]
    public decimal? Max { get; init; }

    [JsonPropertyName("of")]
    public IReadOnlyList<string>? Choices { get; init; }

    public static VariableState Of(RecipeVariable variable) => new()
    {
        Name = variable.Name,
        Type = variable.Type.WireName(),
        Description = variable.Description,
        IsRequired = variable.IsRequired,
        Default = variable.Default switch
        {
            null => null,
            bool flag => JsonValue.Create(flag),
            decimal number => JsonValue.Create(number),
            var text => JsonValue.Create(Convert.ToString(text, CultureInfo.InvariantCulture)),
        },
        MaxLength = variable.MaxLength,
        Min = variable.Min,
        Max = variable.Max,
        Choices = variable.Of.Count == 0 ? null : variable.Of,
    };
}

/// <summary>A stage of a pipeline.</summary>
internal sealed record StageState(
    [property: JsonPropertyName("recipe")] string Recipe,
    [property: JsonPropertyName("as")] string As);

/// <summary>All recipes, by name.</summary>
internal sealed record RecipeList([property: JsonPropertyName("recipes")] IReadOnlyList<RecipeState> Recipes);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RecipeState))]
[JsonSerializable(typeof(RecipeList))]
internal sealed partial class RecipeJson : JsonSerializerContext;
