using System.Text.Json;
using Tokenrill.AspNetCore.Dialects.Messages;
using Tokenrill.AspNetCore.Endpoints;
using Tokenrill.Models;

namespace Tokenrill.AspNetCore.Dialects.Native;

/// <summary>A body that is nothing but texts and how they are to be answered: read as the serializer would, but shorter.</summary>
internal sealed record PlainGenerationBody : GenerationBody
{
    /// <summary>The messages, where there were some; <see cref="GenerationBody.Messages"/> is their JSON otherwise.</summary>
    public IReadOnlyList<ChatMessage>? Conversation { get; private init; }

    /// <summary>The body that JSON is; null when it is not plain.</summary>
    public static PlainGenerationBody? Read(ReadOnlySpan<byte> body)
    {
        List<ChatMessage>? messages = null;
        string? model = null, prompt = null, system = null, session = null, onBusy = null, onDisconnect = null, key = null;
        int? maxTokens = null;
        double? temperature = null;
        var json = new PlainJson(body);
        json.Enter(JsonTokenType.StartObject);
        while (json.NextMember())
        {
            // A member that is there twice matches none of these the second time.
            if (model is null && json.Is("model"u8))
                model = json.Text();
            else if (messages is null && json.Is("messages"u8))
                messages = PlainMessages.Read(ref json);
            else if (prompt is null && json.Is("prompt"u8))
                prompt = json.Text();
            else if (system is null && json.Is("system"u8))
                system = json.Text();
            else if (session is null && json.Is("session"u8))
                session = json.Text();
            else if (onBusy is null && json.Is("on_busy"u8))
                onBusy = json.Text();
            else if (onDisconnect is null && json.Is("on_disconnect"u8))
                onDisconnect = json.Text();
            else if (key is null && json.Is("idempotency_key"u8))
                key = json.Text();
            else if (maxTokens is null && json.Is("max_tokens"u8))
                maxTokens = json.Count();
            else if (temperature is null && json.Is("temperature"u8))
                temperature = json.Number();
            else
                json.GiveUp();
        }
        return json.IsRead
            ? new()
            {
                Model = model,
                Conversation = messages,
                Prompt = prompt,
                System = system,
                Session = session,
                OnBusy = onBusy,
                OnDisconnect = onDisconnect,
                IdempotencyKey = key,
                MaxTokens = maxTokens,
                Temperature = temperature,
            }
            : null;
    }
}
