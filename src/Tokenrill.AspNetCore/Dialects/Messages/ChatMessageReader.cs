using System.Text.Json;
using Tokenrill.Models;

namespace Tokenrill.AspNetCore.Dialects.Messages;

/// <summary>Reads conversations in OpenAI's shape, which the native protocol shares:
/// https://platform.openai.com/docs/api-reference/chat/create#chat-create-messages</summary>
internal static class ChatMessageReader
{
    private static readonly string[] Members = ["role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content"];

    /// <summary>The messages of an array, oldest first.</summary>
    /// <exception cref="TokenrillException">Something is wrong; the field says where, from <paramref name="field"/> on.</exception>
    public static IReadOnlyList<ChatMessage> Read(JsonElement messages, string field, UnknownMembers unknown)
    {
        var read = new List<ChatMessage>();
        foreach (var message in new JsonField(messages, field).Items())
            read.Add(ReadMessage(message, unknown));
        return read;
    }

    private static ChatMessage ReadMessage(JsonField message, UnknownMembers unknown)
    {
        if (unknown == UnknownMembers.Refuse)
            message.EnsureOnly(Members);
        var role = ReadRole(message.Require("role"));
        var calls = message.Find("tool_calls") is { } toolCalls ? ReadToolCalls(toolCalls, role, unknown) : null;
        var (content, parts) = ReadContent(message, role, calls, unknown);
        return new ChatMessage(role, content)
        {
            Parts = parts,
            ToolCalls = calls,
            ToolCallId = ReadToolCallId(message, role),
            Name = message.Find("name")?.Text(),
            Reasoning = message.Find("reasoning_content")?.Text(),
        };
    }

    private static ChatRole ReadRole(JsonField role) => role.Text() switch
    {
        "system" or "developer" => ChatRole.System,
        "user" => ChatRole.User,
        "assistant" => ChatRole.Assistant,
        "tool" => ChatRole.Tool,
        _ => throw role.Invalid("must be system, developer, user, assistant or tool"),
    };

    private static string? ReadToolCallId(JsonField message, ChatRole role)
    {
        if (role == ChatRole.Tool)
            return message.Require("tool_call_id").Text();
        return message.Find("tool_call_id") is { } id ? throw id.Invalid("belongs to messages of role tool") : null;
    }

    private static (string Content, IReadOnlyList<ContentPart>? Parts) ReadContent(
        JsonField message, ChatRole role, IReadOnlyList<ToolCallContent>? calls, UnknownMembers unknown)
    {
        if (message.Find("content") is not { } content)
        {
            return role == ChatRole.Assistant && calls is { Count: > 0 }
                ? ("", null)
                : throw TokenrillException.Invalid($"{message.Path}.content", "is required");
        }
        if (content.Value.ValueKind == JsonValueKind.String)
            return (content.Text(), null);
        if (content.Value.ValueKind != JsonValueKind.Array)
            throw content.Invalid("must be a string or an array of parts");
        var parts = content.Items().Select(part => ContentPartReader.Read(part, role, unknown)).ToArray();
        return (string.Concat(parts.OfType<TextPart>().Select(part => part.Text)), parts);
    }

    private static ToolCallContent[] ReadToolCalls(JsonField calls, ChatRole role, UnknownMembers unknown)
    {
        if (role != ChatRole.Assistant)
            throw calls.Invalid("belongs to messages of role assistant");
        return [.. calls.Items().Select(call => ReadToolCall(call, unknown))];
    }

    private static ToolCallContent ReadToolCall(JsonField call, UnknownMembers unknown)
    {
        if (call.Find("type") is { } type && type.Text() != "function")
            throw type.Invalid("must be function");
        var function = call.Require("function");
        if (unknown == UnknownMembers.Refuse)
        {
            call.EnsureOnly("id", "type", "function");
            function.EnsureOnly("name", "arguments");
        }
        return new(call.Require("id").Text(), function.Require("name").Text(), function.Find("arguments")?.Text() ?? "");
    }
}
