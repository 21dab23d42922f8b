using System.Buffers;
using System.Net;
using System.Text.Json;

namespace Tokenrill.Providers.Transport;

/// <summary>One provider's connections: sends requests, and turns whatever goes wrong into <see cref="ProviderException"/>.</summary>
internal sealed class ProviderHttp : IDisposable
{
    private const int MaxErrorBytes = 16 * 1024;
    private const int MaxDocumentBytes = 16 * 1024 * 1024;

    private static readonly TimeSpan ErrorBodyTime = TimeSpan.FromSeconds(2);

    private readonly ProviderAddress _address;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _invoker;

    public ProviderHttp(ProviderAddress address, TimeProvider time)
    {
        _address = address;
        _time = time;
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // Nothing is drained behind our back: an answer that failed closes its connection at once, which is what
            // stops the model; one that is complete is drained by ConnectionReturn.
            MaxResponseDrainSize = 0,
        });
    }

    public ProviderIdentity Provider => _address.Provider;

    /// <summary>Posts a request and pushes the answer through a decoder into the sink.</summary>
    public async Task StreamAsync(string path, ReadOnlyMemory<byte> json, string accept, IAnswerDecoder decoder, IGenerationSink sink, CancellationToken cancellationToken)
    {
        using var request = _address.Request(HttpMethod.Post, path, accept);
        request.Content = new RequestBody(json, sink.Connected);
        var response = await SendAsync(request, cancellationToken);
        var isComplete = false;
        try
        {
            await EnsureSuccessAsync(response, cancellationToken);
            sink.Accepted();
            var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            await AnswerPump.RunAsync(body, decoder, sink, Provider, cancellationToken);
            isComplete = true;
        }
        finally
        {
            if (isComplete)
                ConnectionReturn.Begin(response, _time);
            else
                response.Dispose();
        }
    }

    /// <summary>Gets a JSON document of at most 16 MiB.</summary>
    public async Task<JsonDocument> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var request = _address.Request(HttpMethod.Get, path, "application/json");
        using var response = await SendAsync(request, cancellationToken);
        await EnsureSuccessAsync(response, cancellationToken);
        try
        {
            var json = await ReadAsync(response, MaxDocumentBytes + 1, cancellationToken);
            if (json.Length > MaxDocumentBytes)
                throw Provider.Failure(ErrorCode.ProviderProtocol, $"it answered with more than {MaxDocumentBytes} bytes");
            return JsonDocument.Parse(json);
        }
        catch (JsonException malformed)
        {
            throw Provider.Failure(ErrorCode.ProviderProtocol, "it answered with something that is no JSON; check the provider's BaseUrl", malformed);
        }
        catch (IOException broken) when (!cancellationToken.IsCancellationRequested)
        {
            throw Provider.Failure(ErrorCode.ProviderDisconnected, "the connection broke", broken);
        }
    }

    public void Dispose() => _invoker.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _invoker.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException failed) when (!cancellationToken.IsCancellationRequested)
        {
            throw failed.HttpRequestError == HttpRequestError.InvalidResponse
                ? Provider.Failure(ErrorCode.ProviderProtocol, "its answer is no HTTP", failed)
                : Provider.Failure(ErrorCode.ProviderUnavailable, $"it could not be reached ({failed.HttpRequestError})", failed);
        }
        catch (HttpRequestException failed)
        {
            throw new OperationCanceledException(failed.Message, failed, cancellationToken);
        }
    }

    private async Task EnsureSuccessAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
            return;
        var body = await ReadErrorAsync(response, cancellationToken);
        throw ProviderFailures.Refused(Provider, (int)response.StatusCode, ProviderErrorBody.Parse(body.Span), RetryAfter(response));
    }

    /// <summary>The status is known; a body that does not come must not hide it.</summary>
    private async Task<ReadOnlyMemory<byte>> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(ErrorBodyTime, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await ReadAsync(response, MaxErrorBytes, either.Token);
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return ReadOnlyMemory<byte>.Empty;
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, int limit, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var bytes = new ArrayBufferWriter<byte>();
        while (bytes.WrittenCount < limit)
        {
            var count = await body.ReadAsync(bytes.GetMemory(4096), cancellationToken);
            if (count == 0)
                break;
            bytes.Advance(count);
        }
        return bytes.WrittenMemory[..Math.Min(bytes.WrittenCount, limit)];
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? header?.Date - _time.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
