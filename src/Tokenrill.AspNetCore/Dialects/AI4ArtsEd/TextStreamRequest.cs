using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Tokenrill.Generations;
using Tokenrill.Models;
using Tokenrill.Options;
using Tokenrill.Recipes;
using Tokenrill.Sessions;

namespace Tokenrill.AspNetCore.Dialects.AI4ArtsEd;

/// <summary>What a stage of a run is asked, as its address says it.</summary>
internal static class TextStreamRequest
{
    private const string Model = "model";
    private const int MaxRun = 128;

    /// <summary>The request that an address stands for. The run is the session, and its stages follow one another: the same
    /// question again is attached to while it is answered, any other takes its place.</summary>
    /// <exception cref="TokenrillException">A parameter is missing or wrong; the field says which.</exception>
    public static GenerationRequest Read(TextStage stage, string run, IQueryCollection query, RecipeBook recipes, ModelCatalog models)
    {
        if (run.Length > MaxRun || run.Any(char.IsControl))
            throw TokenrillException.Invalid("run_id", $"must be 1 to {MaxRun} characters, none of them a control character");
        var input = Find(query, stage.Input);
        if (string.IsNullOrWhiteSpace(input))
            throw TokenrillException.Invalid(stage.Input, "is required, and must say something");
        var values = stage.Rest.ToDictionary(name => name, name => (object?)Find(query, name));
        values[stage.Input] = input;
        var ask = recipes.Find(stage.Recipe).Render(values, place: "");
        var model = Find(query, Model);
        return new()
        {
            Ask = model is null ? ask : ask with { Model = ModelPrefixes.AddressOf(model, models) },
            Session = run,
            Said = input,
            OnBusy = OnBusy.Attach,
            Subject = SubjectOf([stage.Name, model, input, .. stage.Rest.Select(name => (string?)values[name])]),
            OnDisconnect = OnDisconnect.Continue,
            Metadata = stage.Metadata,
        };
    }

    /// <summary>A parameter; an empty one is none.</summary>
    private static string? Find(IQueryCollection query, string name) => query[name] switch
    {
        [] => null,
        [{ Length: > 0 } value] => value,
        [_] => null,
        _ => throw TokenrillException.Invalid(name, "is there twice"),
    };

    private static string SubjectOf(IEnumerable<string?> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))));
}
