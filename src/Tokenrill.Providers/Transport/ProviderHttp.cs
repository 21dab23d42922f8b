using System.Net.Http.Headers;
using System.Net.Security;
using System.Text.Json;
using Tokenrill.Polling;
using Tokenrill.Providers.Transport.Http;
using Tokenrill.Providers.Transport.Pacing;

namespace Tokenrill.Providers.Transport;

/// <summary>One provider's connections: sends requests, and turns whatever goes wrong into <see cref="ProviderException"/>.</summary>
internal sealed class ProviderHttp : IDisposable
{
    private const int MaxErrorBytes = 16 * 1024;
    private const int MaxDocumentBytes = 16 * 1024 * 1024;

    private static readonly TimeSpan ErrorBodyTime = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _time;
    private readonly ConnectionPool _pool;
    private readonly HttpRequester _requester;
    private readonly AnswerPump _pump;

    /// <param name="address">Where the provider is.</param>
    /// <param name="time">Closes idle connections, reads <c>Retry-After</c> and bounds the wait for the rest of an error.</param>
    /// <param name="certificates">Judges the provider's certificate; null: as the system does.</param>
    public ProviderHttp(ProviderAddress address, TimeProvider time, RemoteCertificateValidationCallback? certificates = null)
    {
        _time = time;
        _pool = new ConnectionPool(time);
        Provider = address.Provider;
        _requester = new HttpRequester(new HttpConnector(address.Endpoint, time, Poller.IsSupported ? Poller.Shared : null, certificates), _pool, Provider);
        _pump = new AnswerPump(new ReadingPacer(time), time, Provider);
    }

    public ProviderIdentity Provider { get; }

    /// <summary>Posts a request and pushes the answer through a decoder into the sink. Both are disposed of when that is done.</summary>
    public async Task StreamAsync(RequestBuffer request, IAnswerDecoder decoder, IGenerationSink sink, CancellationToken cancellationToken)
    {
        try
        {
            ThrowIfUseless(cancellationToken);
            var connection = await _requester.SendAsync(request, sink, cancellationToken);
            if (!connection.Head.IsSuccess)
                throw await RefusalAsync(connection, cancellationToken);
            sink.Accepted();
            await _pump.RunAsync(connection, decoder, sink, cancellationToken);
            ConnectionReturn.Begin(connection, _pool, _time);
        }
        finally
        {
            request.Dispose();
            decoder.Dispose();
        }
    }

    /// <summary>Gets a JSON document of at most 16 MiB, as <paramref name="read"/> understands it.</summary>
    public async Task<T> GetAsync<T>(RequestHead head, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        ThrowIfUseless(cancellationToken);
        using var request = new RequestBuffer(head);
        var connection = await _requester.SendAsync(request, null, cancellationToken);
        if (!connection.Head.IsSuccess)
            throw await RefusalAsync(connection, cancellationToken);
        var json = await ReadAsync(connection, cancellationToken);
        if (json.Length > MaxDocumentBytes)
            throw Provider.Failure(ErrorCode.ProviderProtocol, $"it answered with more than {MaxDocumentBytes} bytes");
        try
        {
            using var document = JsonDocument.Parse(json);
            return read(document.RootElement);
        }
        catch (Exception malformed) when (JsonFaults.IsOne(malformed))
        {
            throw Provider.Failure(ErrorCode.ProviderProtocol, "it answered with something that is no JSON; check the provider's BaseUrl", malformed);
        }
    }

    /// <summary>Closes idle connections at once, and those in use when they are done.</summary>
    public void Dispose() => _pool.Dispose();

    private void ThrowIfUseless(CancellationToken cancellationToken)
    {
        _pool.ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>What a response says that is no success; the connection goes back to the pool, or is closed.</summary>
    private async Task<ProviderException> RefusalAsync(HttpConnection connection, CancellationToken cancellationToken)
    {
        var (status, wait) = (connection.Head.Status, RetryAfter(connection.Head));
        var body = await ReadErrorAsync(connection, cancellationToken);
        return ProviderFailures.Refused(Provider, status, ProviderErrorBody.Parse(body.Span), wait);
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return await BodyReader.ReadAsync(connection, MaxDocumentBytes + 1, CancellationToken.None);
        }
        catch (Exception failed) when (HttpFailures.IsOne(failed))
        {
            throw HttpFailures.InBody(Provider, failed, "the connection broke", cancellationToken);
        }
        finally
        {
            ConnectionReturn.IfEnded(connection, _pool);
        }
    }

    /// <summary>The status is known; a body that does not come must not hide it.</summary>
    private async Task<ReadOnlyMemory<byte>> ReadErrorAsync(HttpConnection connection, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(ErrorBodyTime, _time);
        try
        {
            return await BodyReader.ReadAsync(connection, MaxErrorBytes, limit.Token);
        }
        catch (Exception broken) when (HttpFailures.IsOne(broken) || broken is OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ReadOnlyMemory<byte>.Empty;
        }
        finally
        {
            ConnectionReturn.IfEnded(connection, _pool);
        }
    }

    private TimeSpan? RetryAfter(ResponseHead head)
    {
        if (!RetryConditionHeaderValue.TryParse(head.RetryAfter, out var said))
            return null;
        var wait = said.Delta ?? said.Date - _time.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
