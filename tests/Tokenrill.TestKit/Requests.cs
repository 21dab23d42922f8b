using Tokenrill.Generations;
using Tokenrill.Models;

namespace Tokenrill.TestKit;

/// <summary>Builders of requests; change the rest with <c>with</c>.</summary>
public static class Requests
{
    /// <summary>One user message for a model.</summary>
    public static GenerationRequest Prompt(string prompt = "Hello", string model = ModelCatalog.DefaultAlias) =>
        new() { Ask = new ModelRequest { Model = model, Messages = [new ChatMessage(ChatRole.User, prompt)] } };

    /// <summary>One user message in a session.</summary>
    public static GenerationRequest In(string session, string prompt = "Hello") => Prompt(prompt) with { Session = session };
}
