using System.Text.Json;

namespace Tokenrill.Providers.OpenAI;

/// <summary>One message of a request. Reasoning is not sent back: OpenAI refuses messages that hold it.</summary>
internal static class OpenAIMessageWriter
{
    public static void Write(Utf8JsonWriter writer, ChatMessage message)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, message.Role switch
        {
            ChatRole.System => "system"u8,
            ChatRole.User => "user"u8,
            ChatRole.Assistant => "assistant"u8,
            _ => "tool"u8,
        });
        if (message.Name is not null)
            writer.WriteString("name"u8, message.Name);
        WriteContent(writer, message);
        if (message.ToolCallId is not null)
            writer.WriteString("tool_call_id"u8, message.ToolCallId);
        if (message.ToolCalls is { Count: > 0 } calls)
            WriteToolCalls(writer, calls);
        writer.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter writer, ChatMessage message)
    {
        if (message.Parts is { } parts)
        {
            writer.WriteStartArray("content"u8);
            foreach (var part in parts)
                WritePart(writer, part);
            writer.WriteEndArray();
        }
        else if (message.Content.Length == 0 && message.ToolCalls is { Count: > 0 })
        {
            // Some servers refuse an empty text beside tool calls; null is what they send themselves.
            writer.WriteNull("content"u8);
        }
        else
        {
            writer.WriteString("content"u8, message.Content);
        }
    }

    private static void WritePart(Utf8JsonWriter writer, ContentPart part)
    {
        writer.WriteStartObject();
        switch (part)
        {
            case TextPart text:
                writer.WriteString("type"u8, "text"u8);
                writer.WriteString("text"u8, text.Text);
                break;
            case ImagePart image:
                writer.WriteString("type"u8, "image_url"u8);
                writer.WriteStartObject("image_url"u8);
                writer.WriteString("url"u8, image.Url);
                if (image.Detail is not null)
                    writer.WriteString("detail"u8, image.Detail);
                writer.WriteEndObject();
                break;
            default:
                throw new NotSupportedException($"A part of type {part.GetType().Name} has no place in this protocol.");
        }
        writer.WriteEndObject();
    }

    private static void WriteToolCalls(Utf8JsonWriter writer, IReadOnlyList<ToolCallContent> calls)
    {
        writer.WriteStartArray("tool_calls"u8);
        foreach (var call in calls)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, call.Id);
            writer.WriteString("type"u8, "function"u8);
            writer.WriteStartObject("function"u8);
            writer.WriteString("name"u8, call.Name);
            writer.WriteString("arguments"u8, call.Arguments);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
