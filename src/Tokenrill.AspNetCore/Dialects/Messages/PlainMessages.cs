using System.Text.Json;
using Tokenrill.AspNetCore.Endpoints;
using Tokenrill.Models;

namespace Tokenrill.AspNetCore.Dialects.Messages;

/// <summary>Reads conversations of nothing but texts, as <see cref="ChatMessageReader"/> would.</summary>
internal static class PlainMessages
{
    /// <summary>The messages of a member, oldest first.</summary>
    public static List<ChatMessage> Read(ref PlainJson json)
    {
        var messages = new List<ChatMessage>();
        if (json.Enter(JsonTokenType.StartArray))
            while (json.NextObject())
                if (ReadMessage(ref json) is { } message)
                    messages.Add(message);
        return messages;
    }

    private static ChatMessage? ReadMessage(ref PlainJson json)
    {
        ChatRole? role = null;
        string? content = null;
        while (json.NextMember())
        {
            if (role is null && json.Is("role"u8))
                role = ReadRole(ref json);
            else if (content is null && json.Is("content"u8))
                content = json.Text();
            else
                json.GiveUp();
        }
        if (role is { } known && content is not null)
            return new ChatMessage(known, content);
        json.GiveUp();
        return null;
    }

    private static ChatRole? ReadRole(ref PlainJson json)
    {
        if (!json.ToText())
            return null;
        if (json.Is("user"u8))
            return ChatRole.User;
        if (json.Is("assistant"u8))
            return ChatRole.Assistant;
        if (json.Is("system"u8) || json.Is("developer"u8))
            return ChatRole.System;
        json.GiveUp();
        return null;
    }
}
