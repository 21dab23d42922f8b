using System.Text.Json;
using Tokenrill.Providers.Transport;

namespace Tokenrill.Providers.OpenAI;

/// <summary>What a choice's <c>delta</c> adds to the answer; a <c>message</c> has the same members.</summary>
internal sealed class OpenAIDeltaReader(IGenerationSink sink, ProviderIdentity provider, ChunkTemplate template) : IDisposable
{
    private readonly JsonTextReader _text = new();
    private readonly OpenAIToolCallReader _tools = new(sink, provider);

    /// <summary>Reads the value of the property that the reader stands on.</summary>
    public void Read(ReadOnlySpan<byte> json, ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }
        var hasReasoned = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("content"u8))
                ReadContent(ref reader);
            else if (reader.ValueTextEquals("reasoning_content"u8) || reader.ValueTextEquals("reasoning"u8))
                hasReasoned |= ReadReasoning(ref reader, hasReasoned);
            else if (reader.ValueTextEquals("tool_calls"u8))
                ReadTools(json, ref reader);
            else if (reader.ValueTextEquals("function_call"u8))
                ReadFunctionCall(json, ref reader);
            else if (reader.ValueTextEquals("refusal"u8))
                ReadContent(ref reader); // what the model says in place of an answer
            else
                reader.Skip();
        }
    }

    public void Dispose()
    {
        _text.Dispose();
        _tools.Dispose();
    }

    private void ReadTools(ReadOnlySpan<byte> json, ref Utf8JsonReader reader)
    {
        template.SawMore();
        _tools.ReadCalls(json, ref reader);
    }

    private void ReadFunctionCall(ReadOnlySpan<byte> json, ref Utf8JsonReader reader)
    {
        template.SawMore();
        _tools.ReadFunctionCall(json, ref reader);
    }

    private void ReadContent(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
            ReadParts(ref reader, isThinking: false);
        else
            Push(ref reader, isThinking: false);
    }

    /// <summary>Servers that know both names may send both with the same text.</summary>
    private bool ReadReasoning(ref Utf8JsonReader reader, bool hasReasoned)
    {
        reader.Read();
        if (!hasReasoned)
            return Push(ref reader, isThinking: true);
        reader.Skip();
        return false;
    }

    /// <summary>Mistral's content in parts: <c>{"type":"text","text":…}</c> and <c>{"type":"thinking","thinking":[parts]}</c>.
    /// The reader stands on the array's start.</summary>
    private void ReadParts(ref Utf8JsonReader reader, bool isThinking)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                Push(ref reader, isThinking);
                continue;
            }
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isNested = reader.ValueTextEquals("thinking"u8);
                if (!isNested && !reader.ValueTextEquals("text"u8))
                {
                    reader.Skip();
                    continue;
                }
                reader.Read();
                if (isNested && reader.TokenType == JsonTokenType.StartArray)
                    ReadParts(ref reader, isThinking: true);
                else
                    Push(ref reader, isThinking || isNested);
            }
        }
    }

    private bool Push(ref Utf8JsonReader reader, bool isThinking)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return false;
        }
        // Also of text that is empty or escaped: what stands around it is the same.
        template.SawText((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, isThinking);
        var text = _text.Read(ref reader);
        if (text.IsEmpty)
            return false;
        if (isThinking)
            sink.Reasoning(text);
        else
            sink.Text(text);
        return true;
    }
}
