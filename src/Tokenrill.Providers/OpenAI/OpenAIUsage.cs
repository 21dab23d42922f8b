using System.Text.Json;
using Tokenrill.Providers.Transport;

namespace Tokenrill.Providers.OpenAI;

/// <summary>The <c>usage</c> object.</summary>
internal static class OpenAIUsage
{
    /// <summary>Reads the value of the property that the reader stands on.</summary>
    /// <returns>False: it is null, as in every chunk but the last.</returns>
    public static bool TryRead(ref Utf8JsonReader reader, out TokenUsage usage)
    {
        usage = default;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }
        int input = 0, output = 0, reasoning = 0, cached = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("prompt_tokens"u8))
                input = JsonNumbers.ReadInt32(ref reader) ?? 0;
            else if (reader.ValueTextEquals("completion_tokens"u8))
                output = JsonNumbers.ReadInt32(ref reader) ?? 0;
            else if (reader.ValueTextEquals("completion_tokens_details"u8))
                reasoning = ReadDetail(ref reader, "reasoning_tokens"u8);
            else if (reader.ValueTextEquals("prompt_tokens_details"u8))
                cached = ReadDetail(ref reader, "cached_tokens"u8);
            else
                reader.Skip();
        }
        usage = new TokenUsage(input, output, reasoning, cached);
        return true;
    }

    private static int ReadDetail(ref Utf8JsonReader reader, ReadOnlySpan<byte> member)
    {
        var value = 0;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return value;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(member))
                value = JsonNumbers.ReadInt32(ref reader) ?? 0;
            else
                reader.Skip();
        }
        return value;
    }
}
