using System.Text.Json;
using Tokenrill.Providers.Transport;

namespace Tokenrill.Providers.Ollama;

/// <summary>The answer to <c>POST /api/chat</c>: lines of JSON, of which the last has <c>done</c>.</summary>
internal sealed class OllamaAnswerDecoder(IGenerationSink sink, ProviderIdentity provider) : IAnswerDecoder, ILineHandler
{
    private readonly LineDecoder _lines = new();
    private readonly OllamaLineReader _reader = new(sink, provider);
    private bool _isPage;
    private bool _hasBegun;
    private bool _isEnding;

    /// <inheritdoc/>
    public bool IsDone => _reader.IsDone;

    /// <inheritdoc/>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        if (!_hasBegun)
        {
            bytes = bytes.TrimStart(" \t\r\n"u8);
            _hasBegun = !bytes.IsEmpty;
            _isPage = _hasBegun && bytes[0] == '<';
        }
        // At once, and not at the end of a line that a page may never have.
        if (_isPage)
            throw provider.Failure(ErrorCode.ProviderProtocol, "it answered with a web page; check the provider's BaseUrl");
        _lines.Feed(bytes, this);
    }

    /// <inheritdoc/>
    public void End()
    {
        _isEnding = true;
        _lines.Complete(this);
        if (!IsDone)
            throw provider.Failure(ErrorCode.ProviderDisconnected, "the stream ended before the answer was done");
    }

    /// <inheritdoc/>
    public void OnLine(ReadOnlySpan<byte> line)
    {
        if (IsDone)
            return;
        try
        {
            _reader.Read(line);
        }
        catch (JsonException cut) when (_isEnding)
        {
            throw provider.Failure(ErrorCode.ProviderDisconnected, "the stream ended within a line", cut);
        }
        catch (Exception malformed) when (JsonFaults.IsOne(malformed))
        {
            throw provider.Failure(ErrorCode.ProviderProtocol, "it sent something that is no line of a chat", malformed);
        }
    }

    public void Dispose()
    {
        _lines.Dispose();
        _reader.Dispose();
    }
}
