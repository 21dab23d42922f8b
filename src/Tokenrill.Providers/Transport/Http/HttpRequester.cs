namespace Tokenrill.Providers.Transport.Http;

/// <summary>Sends requests on pooled connections, or on new ones.</summary>
internal sealed class HttpRequester(HttpConnector connector, ConnectionPool pool, ProviderIdentity provider)
{
    /// <summary>Sends a request and reads the head of its response. The request's memory is given back as soon as it is sent.</summary>
    /// <param name="request">All of it.</param>
    /// <param name="sink">Told when the connection stands, before anything is sent.</param>
    /// <param name="cancellationToken">Closes the connection, until <see cref="HttpConnection.TryUnguard"/>.</param>
    /// <returns>The connection, to read the body from; then it goes back to the pool or is closed.</returns>
    /// <exception cref="ProviderException">No response came.</exception>
    public async Task<HttpConnection> SendAsync(RequestBuffer request, IGenerationSink? sink, CancellationToken cancellationToken)
    {
        HttpConnection? connection = null;
        try
        {
            while (true)
            {
                connection = pool.TryTake() ?? await connector.ConnectAsync(cancellationToken);
                connection.Guard(cancellationToken);
                sink?.Connected();
                if (await connection.TrySendAsync(request.Complete()))
                    break;
                connection.Dispose();
            }
            request.Dispose();
            connection.Head.Reset();
            while (!TryReadHead(connection))
            {
                await connection.WaitAsync();
                if (!connection.TryAdd(await connection.ReadAsync(CancellationToken.None)))
                    throw new EndOfStreamException("The connection ended before a response.");
            }
            return connection;
        }
        catch (Exception failed)
        {
            connection?.Dispose();
            if (HttpFailures.IsOne(failed))
                throw HttpFailures.BeforeHead(provider, failed, cancellationToken);
            throw;
        }
    }

    private static bool TryReadHead(HttpConnection connection)
    {
        var bytes = connection.Buffered;
        var before = bytes.Length;
        var isComplete = connection.Head.Read(ref bytes);
        connection.Take(before - bytes.Length);
        if (isComplete)
            connection.Body.Begin(connection.Head);
        return isComplete;
    }
}
