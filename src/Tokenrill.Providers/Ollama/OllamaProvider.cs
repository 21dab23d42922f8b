using Tokenrill.Providers.Transport;
using Tokenrill.Providers.Transport.Http;

namespace Tokenrill.Providers.Ollama;

/// <summary>Ollama, by its own protocol.</summary>
/// <remarks>The protocol: https://docs.ollama.com/api/chat. One instance keeps one pool of connections.</remarks>
public sealed class OllamaProvider : IModelProvider, IDisposable
{
    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(1);

    private readonly ProviderHttp _http;
    private readonly RequestHead _chat;
    private readonly RequestHead _tags;
    private readonly RequestHead _version;
    private readonly TimeProvider _time;

    /// <summary>A provider at the address that the options give. Opens no connection yet.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="time">Closes idle connections, reads <c>Retry-After</c> dates and bounds <see cref="IsRunningAsync"/> and the
    /// wait for the rest of an error; no deadline of a generation. Default: the system's.</param>
    /// <exception cref="ArgumentException">An option cannot be used; says which, and never its value.</exception>
    public OllamaProvider(OllamaProviderOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _time = time ?? TimeProvider.System;
        var key = string.IsNullOrEmpty(options.ApiKey) ? null : options.ApiKey;
        KeyValuePair<string, string>? authorization = key is null ? null : new("Authorization", "Bearer " + key);
        var address = new ProviderAddress(options.Name, options.BaseUrl, key, authorization, options.Headers);
        _chat = address.Post("/api/chat", "application/x-ndjson");
        _tags = address.Get("/api/tags");
        _version = address.Get("/api/version");
        _http = new ProviderHttp(address, _time);
    }

    /// <inheritdoc/>
    public Task StreamAsync(ModelRequest request, IGenerationSink sink, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(sink);
        var message = new RequestBuffer(_chat);
        OllamaRequestWriter.Write(message, request);
        var decoder = new OllamaAnswerDecoder(sink, _http.Provider);
        return _http.StreamAsync(message, decoder, sink, cancellationToken);
    }

    /// <summary>Refuses images by address, a forced tool choice, response formats other than text, <c>json_object</c> and
    /// <c>json_schema</c>, speakers' names, tool arguments that are no JSON object, and further members other than
    /// <c>presence_penalty</c>, <c>frequency_penalty</c>, <c>top_k</c>, <c>min_p</c>, <c>repeat_penalty</c>, <c>num_ctx</c>
    /// and <c>reasoning_effort</c>.</summary>
    /// <exception cref="TokenrillException">One of these, by the member's name.</exception>
    public void EnsureSupported(ModelRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        OllamaSupport.Ensure(request);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ModelInfo>> ListModelsAsync(CancellationToken cancellationToken) =>
        await _http.GetAsync(_tags, OllamaModelList.Read, cancellationToken)
            ?? throw _http.Provider.Failure(ErrorCode.ProviderProtocol, "its list of models is none; check the provider's BaseUrl");

    /// <summary>Whether an Ollama answers at the address, asked by <c>GET /api/version</c>.</summary>
    /// <returns>False as well when it does not answer within one second.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<bool> IsRunningAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(ProbeTime, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await _http.GetAsync(_version, static body => body.ValueKind == System.Text.Json.JsonValueKind.Object && body.TryGetProperty("version", out _), either.Token);
        }
        catch (ProviderException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Closes all connections, those in use when their answers are complete.</summary>
    public void Dispose() => _http.Dispose();
}
