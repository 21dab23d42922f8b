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
        _requester = new HttpRequester(new HttpConnector(address.Endpoint, time, Poller.IsSupported ? Poller.Shared : null, certificates), _pool);
        Provider = address.Provider;
        _pump = new AnswerPump(new ReadingPacer(time), time, Provider);
    }

    public ProviderIdentity Provider { get; }

    /// <summary>Posts a request and pushes the answer through a decoder into the sink.</summary>
    public async Task StreamAsync(RequestBuffer request, IAnswerDecoder decoder, IGenerationSink sink, CancellationToken cancellationToken)
    {
        var connection = await SendAsync(request, sink, cancellationToken);
        try
        {
            sink.Accepted();
            await _pump.RunAsync(connection, decoder, sink, cancellationToken);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
        ConnectionReturn.Begin(connection, _pool, _time);
    }

    /// <summary>Gets a JSON document of at most 16 MiB.</summary>
    public async Task<JsonDocument> GetAsync(RequestHead head, CancellationToken cancellationToken)
    {
        using var request = new RequestBuffer(head);
        var json = await ReadAsync(await SendAsync(request, null, cancellationToken), cancellationToken);
        if (json.Length > MaxDocumentBytes)
            throw Provider.Failure(ErrorCode.ProviderProtocol, $"it answered with more than {MaxDocumentBytes} bytes");
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException malformed)
        {
            throw Provider.Failure(ErrorCode.ProviderProtocol, "it answered with something that is no JSON; check the provider's BaseUrl", malformed);
        }
    }

    /// <summary>Closes idle connections at once, and those in use when they are done.</summary>
    public void Dispose() => _pool.Dispose();

    /// <summary>The connection, with a success on it whose body is to be read.</summary>
    private async Task<HttpConnection> SendAsync(RequestBuffer request, IGenerationSink? sink, CancellationToken cancellationToken)
    {
        _pool.ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        HttpConnection connection;
        try
        {
            connection = await _requester.SendAsync(request, sink, cancellationToken);
        }
        catch (Exception failed) when (HttpFailures.IsOne(failed))
        {
            throw HttpFailures.BeforeHead(Provider, failed, cancellationToken);
        }
        if (connection.Head.IsSuccess)
            return connection;
        var (status, wait) = (connection.Head.Status, RetryAfter(connection.Head));
        var body = await ReadErrorAsync(connection, cancellationToken);
        throw ProviderFailures.Refused(Provider, status, ProviderErrorBody.Parse(body.Span), wait);
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
