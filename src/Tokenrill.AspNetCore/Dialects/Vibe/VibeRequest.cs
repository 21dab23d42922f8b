using System.Text.Json;
using Tokenrill.AspNetCore.Dialects.Messages;
using Tokenrill.Generations;
using Tokenrill.Models;
using Tokenrill.Options;
using Tokenrill.Recipes;

namespace Tokenrill.AspNetCore.Dialects.Vibe;

/// <summary>Reads a prompt as it was sent: <c>{"prompt","system_prompt","max_tokens","temperature","enhancement_type","task_type","model"}</c>.
/// JSON's null counts as absent, and so does an empty text.</summary>
internal sealed class VibeRequest
{
    private string? _prompt, _system, _enhancement, _task, _model;
    private int? _maxTokens;
    private double? _temperature;

    private VibeRequest()
    {
    }

    /// <summary>What the engine is asked.</summary>
    /// <exception cref="TokenrillException">Something is wrong; the field says what.</exception>
    public static GenerationRequest Read(JsonElement body, RecipeBook recipes)
    {
        var request = new VibeRequest();
        foreach (var field in JsonField.MembersOf(body))
            request.Take(field);
        if (string.IsNullOrWhiteSpace(request._prompt))
            throw TokenrillException.Invalid("prompt", "is required, and must say something");
        return new()
        {
            Ask = request.Ask(request._prompt, recipes),
            Said = request._prompt,
            // This client cannot come back to a stream it has lost.
            OnDisconnect = OnDisconnect.Cancel,
            Grace = TimeSpan.Zero,
        };
    }

    private void Take(JsonField field)
    {
        switch (field.Path)
        {
            case "prompt":
                _prompt = field.Text();
                break;
            case "system_prompt":
                _system = TextOf(field);
                break;
            case "max_tokens":
                _maxTokens = field.Count();
                break;
            case "temperature":
                _temperature = field.Number();
                break;
            case "enhancement_type":
                _enhancement = TextOf(field);
                if (_enhancement is not (null or "full_specification" or "enhanced_prompt" or "rephrase"))
                    throw field.Invalid("must be full_specification, enhanced_prompt or rephrase");
                break;
            case "task_type":
                _task = TextOf(field);
                break;
            case "model":
                _model = TextOf(field);
                break;
            default:
                throw field.Unknown();
        }
    }

    private ModelRequest Ask(string prompt, RecipeBook recipes)
    {
        if (_enhancement is null && _task is not null)
            throw TokenrillException.Invalid("task_type", "belongs to a request with enhancement_type: it says what the enhanced prompt is for");
        var ask = _enhancement is null
            ? new ModelRequest { Model = ModelCatalog.DefaultAlias, Messages = [new ChatMessage(ChatRole.User, prompt)] }
            : recipes.Find(_enhancement).Render(new Dictionary<string, object?> { ["prompt"] = prompt, ["task_type"] = _task }, place: "");
        return ask with
        {
            Messages = _system is null ? ask.Messages : Precede(_system, ask.Messages),
            Model = _model ?? ask.Model,
            MaxTokens = _maxTokens ?? ask.MaxTokens,
            Temperature = _temperature ?? ask.Temperature,
        };
    }

    /// <summary>What the client says to the system comes first, so that a recipe has the last word about its task; and in one message,
    /// because some models take no second.</summary>
    private static IReadOnlyList<ChatMessage> Precede(string system, IReadOnlyList<ChatMessage> messages) =>
        messages is [{ Role: ChatRole.System, Content: var content }, ..]
            ? [new ChatMessage(ChatRole.System, $"{system}\n\n{content}"), .. messages.Skip(1)]
            : [new ChatMessage(ChatRole.System, system), .. messages];

    private static string? TextOf(JsonField field) => field.Text() is { Length: > 0 } text ? text : null;
}
