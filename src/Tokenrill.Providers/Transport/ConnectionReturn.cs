namespace Tokenrill.Providers.Transport;

/// <summary>Brings the connection of a complete answer back to its pool, which takes reading the body to its end.</summary>
internal static class ConnectionReturn
{
    private const int MaxBytes = 4096;

    private static readonly TimeSpan MaxTime = TimeSpan.FromMilliseconds(100);

    /// <summary>Reads the rest of the body if that is short and comes soon; otherwise closes the connection. Nobody
    /// waits for it: the answer is complete.</summary>
    public static void Begin(HttpResponseMessage response, TimeProvider time) => _ = DrainAsync(response, time);

    private static async Task DrainAsync(HttpResponseMessage response, TimeProvider time)
    {
        using (response)
        {
            try
            {
                using var limit = new CancellationTokenSource(MaxTime, time);
                var body = await response.Content.ReadAsStreamAsync(limit.Token);
                var rest = new byte[MaxBytes];
                for (var total = 0; total < MaxBytes;)
                {
                    var count = await body.ReadAsync(rest, limit.Token);
                    if (count == 0)
                        return;
                    total += count;
                }
            }
            catch (Exception broken) when (broken is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The connection cannot be used again; closing it is all there is to do.
            }
        }
    }
}
