using Tokenrill.Models;
using Tokenrill.Recipes.Pipelines;
using Tokenrill.Recipes.Templates;

namespace Tokenrill.Recipes;

/// <summary>A named prompt template; or a pipeline, which is a row of such.</summary>
public sealed record Recipe
{
    private const string Place = "variables.";

    /// <summary>In snake case.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public required string Description { get; init; }

    /// <summary>What it must or may be given, in the order of its file.</summary>
    public required IReadOnlyList<RecipeVariable> Variables { get; init; }

    /// <summary>The model it is made for, an alias or <c>provider/model</c>; null for the alias <c>default</c>.</summary>
    public string? Model { get; init; }

    /// <summary>Of a pipeline: its stages, in order. Empty for a single recipe.</summary>
    public IReadOnlyList<RecipeStage> Stages { get; init; } = [];

    /// <summary>Whether it has stages instead of templates: it is then run by <see cref="PipelineRun"/>.</summary>
    public bool IsPipeline => Stages.Count > 0;

    internal RecipeTemplate? System { get; init; }

    internal RecipeTemplate? User { get; init; }

    /// <summary>What it asks of a model besides the messages; its messages are not looked at.</summary>
    internal ModelRequest Options { get; init; } = new() { Model = "", Messages = [] };

    /// <summary>What a model is asked: the messages, the model and the options of the recipe, to be changed with <c>with</c>.</summary>
    /// <param name="values">By the names of variables: texts, numbers, flags. Null counts as not given.</param>
    /// <param name="place">What stands before a variable's name in the request, for faults.</param>
    /// <exception cref="TokenrillException">Values are wrong, missing or of no variable; the message names them all.</exception>
    /// <exception cref="InvalidOperationException">It is a pipeline.</exception>
    public ModelRequest Render(IReadOnlyDictionary<string, object?> values, string place = Place)
    {
        if (User is null)
            throw new InvalidOperationException($"{Name} is a pipeline: its stages are rendered one after the other");
        var taken = Take(values, place);
        var user = new ChatMessage(ChatRole.User, User.Render(taken));
        return Options with
        {
            Model = Model ?? ModelCatalog.DefaultAlias,
            Messages = System is null ? [user] : [new ChatMessage(ChatRole.System, System.Render(taken)), user],
        };
    }

    /// <summary>The value of every variable.</summary>
    /// <exception cref="TokenrillException">Values are wrong, missing or of no variable; the message names them all.</exception>
    internal IReadOnlyDictionary<string, object?> Take(IReadOnlyDictionary<string, object?> values, string place = Place)
    {
        var taken = new Dictionary<string, object?>();
        var faults = new List<(string Field, string Message)>();
        foreach (var variable in Variables)
        {
            if (VariableValue.Fault(variable, values.GetValueOrDefault(variable.Name), out var value) is { } fault)
                faults.Add((place + variable.Name, fault));
            taken[variable.Name] = value;
        }
        foreach (var name in values.Keys.Where(name => !taken.ContainsKey(name)))
            faults.Add((place + name, Variables.Count == 0 ? "is not a variable of this recipe, which has none" : $"is not a variable of this recipe; there are: {string.Join(", ", Variables.Select(variable => variable.Name))}"));
        return faults.Count == 0
            ? taken
            : throw new TokenrillException(ErrorCode.InvalidRequest, string.Join("; ", faults.Select(fault => $"{fault.Field}: {fault.Message}"))) { Field = faults[0].Field };
    }
}
