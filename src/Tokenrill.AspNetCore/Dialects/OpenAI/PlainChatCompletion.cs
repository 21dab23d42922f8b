using System.Text.Json;
using Tokenrill.AspNetCore.Dialects.Messages;
using Tokenrill.AspNetCore.Endpoints;
using Tokenrill.Models;

namespace Tokenrill.AspNetCore.Dialects.OpenAI;

/// <summary>Reads chat completions that ask for nothing unusual, as <see cref="ChatCompletionReader"/> would.</summary>
internal static class PlainChatCompletion
{
    /// <summary>What a body asks for; null when it is not plain.</summary>
    public static ChatCompletionRequest? Read(ReadOnlySpan<byte> body)
    {
        string? model = null;
        List<ChatMessage>? messages = null;
        bool? stream = null, includeUsage = null;
        int? maxTokens = null;
        double? temperature = null, topP = null;
        var json = new PlainJson(body);
        json.Enter(JsonTokenType.StartObject);
        while (json.NextMember())
        {
            // A member that is there twice matches none of these the second time.
            if (model is null && json.Is("model"u8))
                model = json.Text();
            else if (messages is null && json.Is("messages"u8))
                messages = PlainMessages.Read(ref json);
            else if (stream is null && json.Is("stream"u8))
                stream = json.Flag();
            else if (includeUsage is null && json.Is("stream_options"u8))
                includeUsage = ReadIncludeUsage(ref json);
            else if (maxTokens is null && (json.Is("max_tokens"u8) || json.Is("max_completion_tokens"u8)))
                maxTokens = json.Count();
            else if (temperature is null && json.Is("temperature"u8))
                temperature = json.Number();
            else if (topP is null && json.Is("top_p"u8))
                topP = json.Number();
            else
                json.GiveUp();
        }
        if (!json.IsRead || messages is null || (includeUsage is not null && stream is not true))
            return null;
        var ask = new ModelRequest
        {
            Model = model ?? ModelCatalog.DefaultAlias,
            Messages = messages,
            MaxTokens = maxTokens,
            Temperature = temperature,
            TopP = topP,
        };
        return ChatCompletionRequest.Of(ask, metadata: null, stream ?? false, includeUsage ?? false);
    }

    private static bool? ReadIncludeUsage(ref PlainJson json)
    {
        bool? includeUsage = null;
        json.Enter(JsonTokenType.StartObject);
        while (json.NextMember())
        {
            if (includeUsage is null && json.Is("include_usage"u8))
                includeUsage = json.Flag();
            else
                json.GiveUp();
        }
        if (includeUsage is null)
            json.GiveUp();
        return includeUsage;
    }
}
