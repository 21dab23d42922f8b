using System.Text.Json;
using Tokenrill.Providers.Transport;

namespace Tokenrill.Providers.OpenAI;

/// <summary>Fragments of tool calls.</summary>
internal sealed class OpenAIToolCallReader(IGenerationSink sink, ProviderIdentity provider) : IDisposable
{
    private readonly ToolCallSlots _slots = new(provider);
    private readonly JsonTextReader _id = new();
    private readonly JsonTextReader _name = new();
    private readonly JsonTextReader _arguments = new();

    /// <summary>Reads <c>tool_calls</c>, the property that the reader stands on.</summary>
    public void ReadCalls(ReadOnlySpan<byte> json, ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }
        for (var position = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; position++)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
                ReadCall(json, ref reader, position);
            else
                reader.Skip();
        }
    }

    /// <summary>Reads <c>function_call</c>, what tool calls were before there could be several.</summary>
    public void ReadFunctionCall(ReadOnlySpan<byte> json, ref Utf8JsonReader reader)
    {
        JsonSlice name = default, arguments = default;
        if (ToolFunction.TryRead(json, ref reader, ref name, ref arguments))
            Push(0, 0, default, name, arguments);
    }

    public void Dispose()
    {
        _id.Dispose();
        _name.Dispose();
        _arguments.Dispose();
    }

    private void ReadCall(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, int position)
    {
        int? index = null;
        JsonSlice id = default, name = default, arguments = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("index"u8))
                index = JsonNumbers.ReadInt32(ref reader);
            else if (reader.ValueTextEquals("id"u8))
                id = JsonSlice.Take(json, ref reader);
            else if (reader.ValueTextEquals("function"u8))
                ToolFunction.TryRead(json, ref reader, ref name, ref arguments);
            else
                reader.Skip();
        }
        Push(index, position, id, name, arguments);
    }

    private void Push(int? index, int position, JsonSlice idSlice, JsonSlice nameSlice, JsonSlice argumentsSlice)
    {
        var id = idSlice.Read(_id);
        var name = nameSlice.Read(_name);
        var slot = _slots.Resolve(index, position, ref id, ref name);
        sink.ToolCall(slot, id, name, argumentsSlice.Read(_arguments));
    }
}
