using Tokenrill.Providers.Transport.Http;

namespace Tokenrill.Providers.Transport;

/// <summary>Brings connections back to their pool, which takes reading the body to its end.</summary>
internal static class ConnectionReturn
{
    private const int MaxBytes = 4096;

    private static readonly TimeSpan MaxTime = TimeSpan.FromMilliseconds(100);

    /// <summary>Reads the rest of the body of a complete answer if that is short and comes soon; otherwise closes the
    /// connection. Mostly the rest is at hand; where it is not, nobody waits for it.</summary>
    public static void Begin(HttpConnection connection, ConnectionPool pool, TimeProvider time)
    {
        if (!connection.Head.KeepsAlive || connection.Body.EndsByClose || !connection.TryUnguard())
            connection.Dispose();
        else
            _ = DrainAsync(connection, pool, time);
    }

    /// <summary>Returns the connection if its body has been read to the end; otherwise closes it.</summary>
    public static void IfEnded(HttpConnection connection, ConnectionPool pool)
    {
        if (connection.Body.HasEnded && connection.TryUnguard())
            pool.Return(connection);
        else
            connection.Dispose();
    }

    private static async Task DrainAsync(HttpConnection connection, ConnectionPool pool, TimeProvider time)
    {
        try
        {
            var total = Skip(connection);
            if (!connection.Body.HasEnded)
                await ReadOnAsync(connection, total, time);
            pool.Return(connection);
        }
        catch (Exception broken) when (HttpFailures.IsOne(broken) || broken is OperationCanceledException)
        {
            // The connection cannot be used again; closing it is all there is to do.
            connection.Dispose();
        }
    }

    private static async Task ReadOnAsync(HttpConnection connection, int total, TimeProvider time)
    {
        using var limit = new CancellationTokenSource(MaxTime, time);
        while (!connection.Body.HasEnded && total <= MaxBytes)
        {
            if (!connection.TryAdd(await connection.ReadAsync(limit.Token)))
                connection.Body.Close();
            total += Skip(connection);
        }
    }

    /// <summary>Reads over what is at hand, and says how much payload that was.</summary>
    private static int Skip(HttpConnection connection)
    {
        var bytes = connection.Buffered;
        var before = bytes.Length;
        var payload = 0;
        while (!bytes.IsEmpty && !connection.Body.HasEnded)
            payload += connection.Body.Next(ref bytes).Length;
        connection.Take(before - bytes.Length);
        return payload;
    }
}
