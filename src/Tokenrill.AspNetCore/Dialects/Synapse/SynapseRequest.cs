using System.Text.Json;
using Tokenrill.AspNetCore.Dialects.Messages;
using Tokenrill.Generations;
using Tokenrill.Models;
using Tokenrill.Options;

namespace Tokenrill.AspNetCore.Dialects.Synapse;

/// <summary>A chat as it was asked for.</summary>
/// <param name="Generation">What the engine is asked.</param>
/// <param name="Stream">Whether the answer is a stream of chunks.</param>
internal sealed record SynapseRequest(GenerationRequest Generation, bool Stream)
{
    private const string Conversation = "conversation";

    /// <summary>What a body asks for: <c>{"conversation":[{"role","content"},…],"stream","model"}</c>. JSON's null counts as absent.</summary>
    /// <exception cref="TokenrillException">Something is wrong; the field says what.</exception>
    public static SynapseRequest Read(JsonElement body)
    {
        var (model, stream, messages) = (ModelCatalog.DefaultAlias, false, (IReadOnlyList<ChatMessage>?)null);
        foreach (var field in JsonField.MembersOf(body))
        {
            switch (field.Path)
            {
                case Conversation:
                    messages = ReadConversation(field);
                    break;
                case "stream":
                    stream = field.Flag();
                    break;
                case "model":
                    model = field.Text();
                    break;
                default:
                    throw field.Unknown();
            }
        }
        if (messages is null)
            throw TokenrillException.Invalid(Conversation, "is required");
        var request = new GenerationRequest
        {
            Ask = new ModelRequest { Model = model, Messages = messages },
            // This client cannot come back to a stream it has lost.
            OnDisconnect = OnDisconnect.Cancel,
            Grace = TimeSpan.Zero,
        };
        return new(request, stream);
    }

    private static IReadOnlyList<ChatMessage> ReadConversation(JsonField conversation)
    {
        foreach (var role in conversation.Items().Select(message => message.Require("role")))
            if (role.Text() is not ("system" or "user" or "assistant"))
                throw role.Invalid("must be system, user or assistant");
        // Pages keep more with a message than they were sent (when it came, say), and send it all back.
        var messages = ChatMessageReader.Read(conversation.Value, Conversation, UnknownMembers.Ignore);
        return messages.Count > 0 ? messages : throw conversation.Invalid("must hold at least one message");
    }
}
