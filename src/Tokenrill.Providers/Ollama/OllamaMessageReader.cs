using System.Globalization;
using System.Text.Json;
using Tokenrill.Providers.Transport;

namespace Tokenrill.Providers.Ollama;

/// <summary>The <c>message</c> of a line: text, thinking, and tool calls, each of which comes whole.</summary>
internal sealed class OllamaMessageReader(IGenerationSink sink) : IDisposable
{
    private readonly JsonTextReader _text = new();
    private readonly JsonTextReader _id = new();
    private readonly JsonTextReader _name = new();
    private int _calls;

    public bool HasToolCalls => _calls > 0;

    /// <summary>Reads the value of the property that the reader stands on.</summary>
    public void Read(ReadOnlySpan<byte> json, ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("content"u8))
                Push(ref reader, isThinking: false);
            else if (reader.ValueTextEquals("thinking"u8))
                Push(ref reader, isThinking: true);
            else if (reader.ValueTextEquals("tool_calls"u8))
                ReadCalls(json, ref reader);
            else
                reader.Skip();
        }
    }

    public void Dispose()
    {
        _text.Dispose();
        _id.Dispose();
        _name.Dispose();
    }

    private void Push(ref Utf8JsonReader reader, bool isThinking)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return;
        }
        var text = _text.Read(ref reader);
        if (text.IsEmpty)
            return;
        if (isThinking)
            sink.Reasoning(text);
        else
            sink.Text(text);
    }

    private void ReadCalls(ReadOnlySpan<byte> json, ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
                ReadCall(json, ref reader);
            else
                reader.Skip();
        }
    }

    private void ReadCall(ReadOnlySpan<byte> json, ref Utf8JsonReader reader)
    {
        JsonSlice idSlice = default, nameSlice = default, arguments = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8))
                idSlice = JsonSlice.Take(json, ref reader);
            else if (reader.ValueTextEquals("function"u8))
                ToolFunction.TryRead(json, ref reader, ref nameSlice, ref arguments);
            else
                reader.Skip();
        }
        Span<byte> made = stackalloc byte[16];
        scoped var id = idSlice.Read(_id);
        if (id.IsEmpty)
        {
            // Clients answer a call by its id, and most Ollamas give none.
            "call_"u8.CopyTo(made);
            _calls.TryFormat(made["call_".Length..], out var digits, default, CultureInfo.InvariantCulture);
            id = made[..("call_".Length + digits)];
        }
        sink.ToolCall(_calls++, id, nameSlice.Read(_name), arguments.Read(_text));
    }
}
