using System.Text.Json;
using Tokenrill.AspNetCore.Dialects.Messages;
using Tokenrill.Generations;
using Tokenrill.Models;
using Tokenrill.Options;

namespace Tokenrill.AspNetCore.Dialects.Jarvis;

/// <summary>A prompt as it was sent.</summary>
/// <param name="Generation">What the engine is asked.</param>
/// <param name="Stream">Whether the answer is a stream of lines.</param>
internal sealed record JarvisRequest(GenerationRequest Generation, bool Stream)
{
    /// <summary>What a body asks for: <c>{"prompt","model","stream"}</c>. JSON's null counts as absent.</summary>
    /// <exception cref="TokenrillException">Something is wrong; the field says what.</exception>
    public static JarvisRequest Read(JsonElement body, string session)
    {
        var (model, stream, prompt) = (ModelCatalog.DefaultAlias, true, (string?)null);
        foreach (var field in JsonField.MembersOf(body))
        {
            switch (field.Path)
            {
                case "prompt":
                    prompt = field.Text();
                    break;
                case "model":
                    model = field.Text();
                    break;
                case "stream":
                    stream = field.Flag();
                    break;
                default:
                    throw field.Unknown();
            }
        }
        if (string.IsNullOrWhiteSpace(prompt))
            throw TokenrillException.Invalid("prompt", "is required, and must say something");
        var request = new GenerationRequest
        {
            Ask = new ModelRequest { Model = model, Messages = [new ChatMessage(ChatRole.User, prompt)] },
            Session = session,
            WithHistory = true,
            OnBusy = Tokenrill.Sessions.OnBusy.Supersede,
            // This client cannot come back to a stream it has lost; it loads the messages instead.
            OnDisconnect = OnDisconnect.Cancel,
            Grace = TimeSpan.Zero,
        };
        return new(request, stream);
    }
}
