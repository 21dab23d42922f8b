using System.Text.Json;
using Tokenrill.Providers.Transport;

namespace Tokenrill.Providers.Ollama;

/// <summary>One line of a chat answer, in a single walk over its bytes.</summary>
internal sealed class OllamaLineReader(IGenerationSink sink, ProviderIdentity provider) : IDisposable
{
    private readonly OllamaMessageReader _message = new(sink);

    /// <summary>The line with <c>done</c> was read.</summary>
    public bool IsDone { get; private set; }

    /// <exception cref="JsonException">It is no JSON object.</exception>
    /// <exception cref="ProviderException">It reports an error.</exception>
    public void Read(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("no object");
        bool isDone = false, isError = false;
        var reason = FinishReason.Stop;
        int? input = null, output = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("message"u8))
                _message.Read(line, ref reader);
            else if (reader.ValueTextEquals("done"u8))
                isDone = IsTrue(ref reader);
            else if (reader.ValueTextEquals("done_reason"u8))
                reason = ReadReason(ref reader);
            else if (reader.ValueTextEquals("prompt_eval_count"u8))
                input = JsonNumbers.ReadInt32(ref reader);
            else if (reader.ValueTextEquals("eval_count"u8))
                output = JsonNumbers.ReadInt32(ref reader);
            else if (reader.ValueTextEquals("error"u8))
                isError = HoldsError(ref reader);
            else
                reader.Skip();
        }
        // Throws when anything follows the object.
        reader.Read();
        if (isError)
            throw ProviderFailures.InStream(provider, ProviderErrorBody.Parse(line));
        if (isDone)
            Finish(reason, input, output);
    }

    public void Dispose() => _message.Dispose();

    private void Finish(FinishReason reason, int? input, int? output)
    {
        IsDone = true;
        if (input is not null || output is not null)
            sink.Usage(new TokenUsage(input ?? 0, output ?? 0));
        // Ollama says "stop" there too, and clients wait for this reason before they run a tool.
        sink.Finish(reason == FinishReason.Stop && _message.HasToolCalls ? FinishReason.ToolCalls : reason);
    }

    private static FinishReason ReadReason(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return reader.ValueTextEquals("length"u8) ? FinishReason.Length : FinishReason.Stop;
        reader.Skip();
        return FinishReason.Stop;
    }

    private static bool IsTrue(ref Utf8JsonReader reader)
    {
        reader.Read();
        var isTrue = reader.TokenType == JsonTokenType.True;
        reader.Skip();
        return isTrue;
    }

    private static bool HoldsError(ref Utf8JsonReader reader)
    {
        reader.Read();
        var holds = reader.TokenType != JsonTokenType.Null;
        reader.Skip();
        return holds;
    }
}
