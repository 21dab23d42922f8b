using Tokenrill.Providers.Transport;
using Tokenrill.Providers.Transport.Http;

namespace Tokenrill.Providers.OpenAI;

/// <summary>Any server that speaks OpenAI's chat completions: OpenAI, Mistral, vLLM, LM Studio, llama.cpp, OpenRouter …</summary>
/// <remarks>The protocol: https://platform.openai.com/docs/api-reference/chat. One instance keeps one pool of connections.</remarks>
public sealed class OpenAIProvider : IModelProvider, IDisposable
{
    private readonly ProviderHttp _http;
    private readonly RequestHead _chat;
    private readonly RequestHead _models;
    private readonly string _maxTokensMember;

    /// <summary>A provider at the address that the options give. Opens no connection yet.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="time">Closes idle connections, reads <c>Retry-After</c> dates and bounds the wait for the rest of an
    /// error; no deadline of a generation. Default: the system's.</param>
    /// <exception cref="ArgumentException">An option cannot be used; says which, and never its value.</exception>
    public OpenAIProvider(OpenAIProviderOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var key = string.IsNullOrEmpty(options.ApiKey) ? null : options.ApiKey;
        KeyValuePair<string, string>? authorization = key is null ? null : new("Authorization", "Bearer " + key);
        var address = new ProviderAddress(options.Name, options.BaseUrl, key, authorization, options.Headers);
        _chat = address.Post("/chat/completions", "text/event-stream, application/json");
        _models = address.Get("/models");
        _http = new ProviderHttp(address, time ?? TimeProvider.System);
        _maxTokensMember = options.MaxTokensMember;
    }

    /// <inheritdoc/>
    public Task StreamAsync(ModelRequest request, IGenerationSink sink, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(sink);
        var message = new RequestBuffer(_chat);
        OpenAIRequestWriter.Write(message, request, _maxTokensMember);
        var decoder = new OpenAIAnswerDecoder(sink, _http.Provider);
        return _http.StreamAsync(message, decoder, sink, cancellationToken);
    }

    /// <summary>Accepts everything: all that a request can hold has its place in this protocol, and what one server does
    /// not know it refuses itself.</summary>
    public void EnsureSupported(ModelRequest request)
    {
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ModelInfo>> ListModelsAsync(CancellationToken cancellationToken) =>
        await _http.GetAsync(_models, OpenAIModelList.Read, cancellationToken)
            ?? throw _http.Provider.Failure(ErrorCode.ProviderProtocol, "its list of models is none; check the provider's BaseUrl");

    /// <summary>Closes all connections, those in use when their answers are complete.</summary>
    public void Dispose() => _http.Dispose();
}
