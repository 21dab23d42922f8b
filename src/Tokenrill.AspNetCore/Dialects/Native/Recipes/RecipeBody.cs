using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tokenrill.AspNetCore.Dialects.Native.Recipes;

/// <summary>The body of <c>POST /v1/recipes/{name}</c>.</summary>
internal sealed record RecipeBody : StartBody
{
    [JsonPropertyName("variables"), Description("The recipe's variables by name: texts, numbers, true or false.")]
    public JsonElement? Variables { get; init; }
}
