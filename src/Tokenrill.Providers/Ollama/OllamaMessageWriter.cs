using System.Text.Json;

namespace Tokenrill.Providers.Ollama;

/// <summary>The messages of a request.</summary>
internal static class OllamaMessageWriter
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<ChatMessage> messages)
    {
        writer.WriteStartArray("messages"u8);
        for (var i = 0; i < messages.Count; i++)
            Write(writer, messages, i);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, IReadOnlyList<ChatMessage> messages, int index)
    {
        var message = messages[index];
        writer.WriteStartObject();
        writer.WriteString("role"u8, message.Role switch
        {
            ChatRole.System => "system"u8,
            ChatRole.User => "user"u8,
            ChatRole.Assistant => "assistant"u8,
            _ => "tool"u8,
        });
        writer.WriteString("content"u8, message.Content);
        if (message.Reasoning is { Length: > 0 } reasoning)
            writer.WriteString("thinking"u8, reasoning);
        WriteImages(writer, message);
        WriteToolCalls(writer, message);
        if (message.Role == ChatRole.Tool)
            WriteAnswered(writer, messages, index);
        writer.WriteEndObject();
    }

    /// <summary>The detail of an image is a hint for what OpenAI charges, and means nothing here.</summary>
    private static void WriteImages(Utf8JsonWriter writer, ChatMessage message)
    {
        if (message.Parts is null || !message.Parts.Any(part => part is ImagePart))
            return;
        writer.WriteStartArray("images"u8);
        foreach (var image in message.Parts.OfType<ImagePart>())
            if (OllamaSupport.TryGetImage(image.Url, out var base64))
                writer.WriteStringValue(base64);
        writer.WriteEndArray();
    }

    private static void WriteToolCalls(Utf8JsonWriter writer, ChatMessage message)
    {
        if (message.ToolCalls is not { Count: > 0 } calls)
            return;
        writer.WriteStartArray("tool_calls"u8);
        foreach (var call in calls)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, call.Id);
            writer.WriteStartObject("function"u8);
            writer.WriteString("name"u8, call.Name);
            writer.WritePropertyName("arguments"u8);
            writer.WriteRawValue(call.Arguments);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    /// <summary>Ollama knows a tool's answer by the tool's name; newer ones by the call's id as well.</summary>
    private static void WriteAnswered(Utf8JsonWriter writer, IReadOnlyList<ChatMessage> messages, int index)
    {
        var message = messages[index];
        if (message.ToolCallId is not null)
            writer.WriteString("tool_call_id"u8, message.ToolCallId);
        if ((message.Name ?? ToolName(messages, index, message.ToolCallId)) is { } name)
            writer.WriteString("tool_name"u8, name);
    }

    private static string? ToolName(IReadOnlyList<ChatMessage> messages, int index, string? callId)
    {
        // Backwards: ids that we made up ourselves start anew in every answer, so the latest one is meant.
        for (var i = index - 1; i >= 0; i--)
            foreach (var call in messages[i].ToolCalls ?? [])
                if (call.Id == callId)
                    return call.Name;
        return null;
    }
}
