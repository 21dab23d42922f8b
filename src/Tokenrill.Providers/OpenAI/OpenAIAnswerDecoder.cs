using System.Text.Json;
using Tokenrill.Providers.Transport;

namespace Tokenrill.Providers.OpenAI;

/// <summary>The answer to a chat completion request: a stream of chunks, or one completion from a server that does not
/// stream.</summary>
/// <remarks>Which of the two it is the first byte says; content types of real servers do not.</remarks>
internal sealed class OpenAIAnswerDecoder(IGenerationSink sink, ProviderIdentity provider) : IAnswerDecoder, ISseHandler
{
    private enum Form { Unknown, Stream, Completion }

    private readonly SseDecoder _events = new();
    private readonly PooledBytes _completion = new(SseDecoder.DefaultMaxEventBytes);
    private readonly OpenAIChunkReader _chunks = new(sink, provider);
    private Form _form;
    private bool _isEnding;

    /// <inheritdoc/>
    public bool IsDone { get; private set; }

    /// <inheritdoc/>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        if (_form == Form.Unknown && !TryRecognize(ref bytes))
            return;
        if (_form == Form.Stream)
            _events.Feed(bytes, this);
        else
            _completion.Append(bytes);
    }

    /// <inheritdoc/>
    public void End()
    {
        _isEnding = true;
        if (_form == Form.Completion)
            Read(_completion.Span, "message"u8);
        else
            _events.Complete(this);
        if (!_chunks.IsFinished)
            throw provider.Failure(ErrorCode.ProviderDisconnected, "the stream ended without saying why the model stopped");
        IsDone = true;
    }

    /// <inheritdoc/>
    public void OnEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        if (IsDone || data.IsEmpty)
            return;
        if (data.SequenceEqual("[DONE]"u8))
        {
            // Some proxies write this mark whatever happened before it; only a finish reason says that all is there.
            if (!_chunks.IsFinished)
                throw provider.Failure(ErrorCode.ProviderDisconnected, "[DONE] came without a reason why the model stopped");
            IsDone = true;
        }
        else if (name.SequenceEqual("error"u8))
        {
            throw ProviderFailures.InStream(provider, ProviderErrorBody.Parse(data));
        }
        else
        {
            Read(data, "delta"u8);
        }
    }

    public void Dispose()
    {
        _events.Dispose();
        _completion.Dispose();
        _chunks.Dispose();
    }

    private bool TryRecognize(ref ReadOnlySpan<byte> bytes)
    {
        bytes = bytes.TrimStart(" \t\r\n"u8);
        if (bytes.IsEmpty)
            return false;
        _form = bytes[0] switch
        {
            (byte)'<' => throw provider.Failure(ErrorCode.ProviderProtocol, "it answered with a web page; check the provider's BaseUrl"),
            (byte)'{' or (byte)'[' => Form.Completion,
            _ => Form.Stream,
        };
        return true;
    }

    private void Read(ReadOnlySpan<byte> json, ReadOnlySpan<byte> answerMember)
    {
        try
        {
            _chunks.Read(json, answerMember);
        }
        catch (JsonException) when (_isEnding && _form == Form.Stream && _chunks.IsFinished)
        {
            // The tail is cut off, but it comes after all of the answer: no more than the usage is lost.
        }
        catch (JsonException cut) when (_isEnding && _form == Form.Stream)
        {
            throw provider.Failure(ErrorCode.ProviderDisconnected, "the stream ended within an event", cut);
        }
        catch (Exception malformed) when (JsonFaults.IsOne(malformed))
        {
            throw provider.Failure(ErrorCode.ProviderProtocol, "it sent something that is no chat completion", malformed);
        }
    }
}
