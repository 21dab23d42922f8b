using System.Text.Json;
using Tokenrill.AspNetCore.Dialects.Messages;
using Tokenrill.AspNetCore.Endpoints;
using Tokenrill.Generations;
using Tokenrill.Models;

namespace Tokenrill.AspNetCore.Dialects.Native.Recipes;

/// <summary>Turns the body of a recipe's run into what the engine is asked.</summary>
internal static class RecipeBodyReader
{
    /// <summary>The values that a body gives to the recipe's variables.</summary>
    /// <exception cref="TokenrillException">They are no object, or one of them is no text.</exception>
    public static Dictionary<string, object?> Values(RecipeBody body)
    {
        var values = new Dictionary<string, object?>();
        if (body.Variables is not { ValueKind: not JsonValueKind.Null } variables)
            return values;
        var field = new JsonField(variables, "variables");
        if (variables.ValueKind != JsonValueKind.Object)
            throw field.Invalid("must be an object: the recipe's variables by name");
        foreach (var member in variables.EnumerateObject())
            if (!values.TryAdd(member.Name, ValueOf(field.Member(member.Name, member.Value))))
                throw TokenrillException.Invalid($"variables.{member.Name}", "is there twice");
        return values;
    }

    /// <summary>The request that a body stands for.</summary>
    /// <param name="recipe">The recipe's name: the same body to another recipe is another request.</param>
    /// <param name="body">The body and its digest.</param>
    /// <param name="ask">What the recipe asks the model; the body goes before it.</param>
    /// <param name="session">The session that the request's header names, if it does.</param>
    /// <exception cref="TokenrillException">Something is wrong; the field says where.</exception>
    public static GenerationRequest Request(string recipe, JsonBody<RecipeBody> body, ModelRequest ask, string? session) =>
        GenerationBodyReader.Read(body.Value, Override(body.Value, ask), body.Digest is { } digest ? $"{recipe} {digest}" : null, session);

    private static ModelRequest Override(RecipeBody body, ModelRequest ask) => ask with
    {
        Model = body.Model ?? ask.Model,
        MaxTokens = body.MaxTokens ?? ask.MaxTokens,
        Temperature = body.Temperature ?? ask.Temperature,
    };

    /// <summary>A value as the engine takes it. What no variable may be stays JSON, and is refused by whichever it was given to.</summary>
    private static object? ValueOf(JsonField field) => field.Value.ValueKind switch
    {
        JsonValueKind.String => field.Text(),
        JsonValueKind.Number when field.Value.TryGetDecimal(out var number) => number,
        JsonValueKind.True or JsonValueKind.False => field.Flag(),
        JsonValueKind.Null => null,
        _ => field.Value,
    };
}
