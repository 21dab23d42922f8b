using System.Text.Json;

namespace Tokenrill.Providers.OpenAI;

/// <summary>What a choice says about its end: one of <see cref="FinishReason"/>, or more than that knows.</summary>
internal enum OpenAIFinish
{
    None = -1,
    Stop = FinishReason.Stop,
    Length = FinishReason.Length,
    ToolCalls = FinishReason.ToolCalls,
    ContentFilter = FinishReason.ContentFilter,
    Failed = 100,
}

/// <summary>The names of <c>finish_reason</c>.</summary>
internal static class OpenAIFinishes
{
    /// <summary>Reads the value of the property that the reader stands on.</summary>
    public static OpenAIFinish Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return OpenAIFinish.None;
        }
        if (reader.ValueSpan.IsEmpty)
            return OpenAIFinish.None; // what some servers send in place of null
        if (reader.ValueTextEquals("length"u8) || reader.ValueTextEquals("model_length"u8) || reader.ValueTextEquals("max_tokens"u8))
            return OpenAIFinish.Length;
        if (reader.ValueTextEquals("tool_calls"u8) || reader.ValueTextEquals("function_call"u8))
            return OpenAIFinish.ToolCalls;
        if (reader.ValueTextEquals("content_filter"u8))
            return OpenAIFinish.ContentFilter;
        // OpenRouter and Mistral, vLLM, DeepSeek: the model was stopped in mid-answer, so this is no end.
        if (reader.ValueTextEquals("error"u8) || reader.ValueTextEquals("abort"u8) || reader.ValueTextEquals("insufficient_system_resource"u8))
            return OpenAIFinish.Failed;
        return OpenAIFinish.Stop;
    }
}
