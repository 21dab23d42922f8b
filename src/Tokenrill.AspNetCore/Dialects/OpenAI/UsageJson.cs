using Tokenrill.AspNetCore.Framing;
using Tokenrill.Models;

namespace Tokenrill.AspNetCore.Dialects.OpenAI;

/// <summary>OpenAI's <c>usage</c>, with the details objects that its SDKs read:
/// https://platform.openai.com/docs/api-reference/chat/object#chat-object-usage</summary>
internal static class UsageJson
{
    public static void Write(ref Utf8Output json, in TokenUsage usage)
    {
        json.Raw("{\"prompt_tokens\":"u8);
        json.Number(usage.InputTokens);
        json.Raw(",\"completion_tokens\":"u8);
        json.Number(usage.OutputTokens);
        json.Raw(",\"total_tokens\":"u8);
        json.Number((long)usage.InputTokens + usage.OutputTokens);
        json.Raw(",\"prompt_tokens_details\":{\"cached_tokens\":"u8);
        json.Number(usage.CachedTokens);
        json.Raw(",\"audio_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":"u8);
        json.Number(usage.ReasoningTokens);
        json.Raw(",\"audio_tokens\":0,\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}"u8);
    }
}
