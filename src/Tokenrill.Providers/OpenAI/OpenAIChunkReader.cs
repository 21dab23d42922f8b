using System.Text.Json;
using Tokenrill.Providers.Transport;

namespace Tokenrill.Providers.OpenAI;

/// <summary>One <c>chat.completion.chunk</c>, or one whole <c>chat.completion</c>, in a single walk over its bytes.</summary>
/// <remarks>Members come in any order, may be null or of a type nobody expects, and most are unknown: those are passed
/// over. What is unclear until a later member (whose choice a delta is) is kept as a position, not as a copy.</remarks>
internal sealed class OpenAIChunkReader : IDisposable
{
    private readonly IGenerationSink _sink;
    private readonly ProviderIdentity _provider;
    private readonly ChunkTemplate _template = new();
    private readonly OpenAIDeltaReader _delta;

    public OpenAIChunkReader(IGenerationSink sink, ProviderIdentity provider)
    {
        _sink = sink;
        _provider = provider;
        _delta = new OpenAIDeltaReader(sink, provider, _template);
    }

    /// <summary>A finish reason of the first choice was seen.</summary>
    public bool IsFinished { get; private set; }

    /// <param name="json">The chunk.</param>
    /// <param name="answerMember"><c>delta</c> in a stream, <c>message</c> in a whole completion.</param>
    /// <exception cref="JsonException">It is no JSON object.</exception>
    /// <exception cref="ProviderException">It reports an error.</exception>
    public void Read(ReadOnlySpan<byte> json, ReadOnlySpan<byte> answerMember)
    {
        if (_template.TryMatch(json, out var text, out var isReasoning))
        {
            if (isReasoning)
                _sink.Reasoning(text);
            else
                _sink.Text(text);
            return;
        }
        _template.Begin();
        Walk(json, answerMember);
        _template.Learn(json);
    }

    public void Dispose()
    {
        _template.Dispose();
        _delta.Dispose();
    }

    private void Walk(ReadOnlySpan<byte> json, ReadOnlySpan<byte> answerMember)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("no object");
        // Reported when the rest of the chunk is decoded: text may stand beside it.
        var error = default(ReadOnlySpan<byte>);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("choices"u8))
                ReadChoices(json, ref reader, answerMember);
            else if (reader.ValueTextEquals("usage"u8))
                ReadUsage(ref reader);
            else if (reader.ValueTextEquals("error"u8))
                error = HoldsError(ref reader) ? json : error;
            else if (reader.ValueTextEquals("object"u8))
                error = IsErrorObject(ref reader) ? json : error;
            else
                reader.Skip();
        }
        // Throws when anything follows the object.
        reader.Read();
        if (!error.IsEmpty)
            throw ProviderFailures.InStream(_provider, ProviderErrorBody.Parse(error));
    }

    private void ReadChoices(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, ReadOnlySpan<byte> answerMember)
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
                ReadChoice(json, ref reader, answerMember);
            else
                reader.Skip();
        }
    }

    private void ReadChoice(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, ReadOnlySpan<byte> answerMember)
    {
        int? index = null;
        var finish = OpenAIFinish.None;
        var hasDelta = false;
        var delta = default(Utf8JsonReader);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("index"u8))
            {
                index = JsonNumbers.ReadInt32(ref reader);
            }
            else if (reader.ValueTextEquals(answerMember))
            {
                if (index == 0)
                {
                    _delta.Read(json, ref reader);
                    continue;
                }
                hasDelta = true;
                delta = reader;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("finish_reason"u8))
            {
                finish = OpenAIFinishes.Read(ref reader);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                ReadUsage(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
        if (index is not (null or 0))
            return;
        if (hasDelta)
            _delta.Read(json, ref delta);
        Finish(finish);
    }

    private void Finish(OpenAIFinish finish)
    {
        switch (finish)
        {
            case OpenAIFinish.None:
                return;
            case OpenAIFinish.Failed:
                throw _provider.Failure(ErrorCode.ProviderUnavailable, "it stopped because of an error of its own");
            default:
                _template.SawMore();
                _sink.Finish((FinishReason)finish);
                IsFinished = true;
                return;
        }
    }

    private void ReadUsage(ref Utf8JsonReader reader)
    {
        if (!OpenAIUsage.TryRead(ref reader, out var usage))
            return;
        _template.SawMore();
        _sink.Usage(usage);
    }

    private static bool HoldsError(ref Utf8JsonReader reader)
    {
        reader.Read();
        var holds = reader.TokenType is not (JsonTokenType.Null or JsonTokenType.False);
        reader.Skip();
        return holds;
    }

    private static bool IsErrorObject(ref Utf8JsonReader reader)
    {
        reader.Read();
        var isError = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("error"u8);
        reader.Skip();
        return isError;
    }
}
