using Tokenrill.Providers.Transport.Http;

namespace Tokenrill.Providers.Transport;

/// <summary>Moves an answer's bytes from the connection to its decoder.</summary>
internal static class AnswerPump
{
    /// <summary>Reads until the answer is complete. What was pushed is flushed before more is waited for; at the end it is
    /// not, because the generation's end shows it.</summary>
    /// <exception cref="ProviderException">It never will be.</exception>
    public static async Task RunAsync(HttpConnection connection, IAnswerDecoder decoder, IGenerationSink sink, ProviderIdentity provider, CancellationToken cancellationToken)
    {
        try
        {
            // The caller has said that the request was accepted, and nobody has seen that yet.
            var isUnseen = true;
            while (true)
            {
                isUnseen |= Feed(connection, decoder);
                if (decoder.IsDone)
                    return;
                if (connection.Body.HasEnded)
                {
                    decoder.End();
                    return;
                }
                if (isUnseen)
                    sink.Flush();
                isUnseen = false;
                await connection.WaitAsync();
                if (!connection.TryAdd(await connection.ReadAsync(CancellationToken.None)))
                    connection.Body.Close();
            }
        }
        catch (Exception failed) when (HttpFailures.IsOne(failed))
        {
            throw HttpFailures.InBody(provider, failed, "the connection broke before the answer was complete", cancellationToken);
        }
    }

    /// <summary>Decodes what is at hand, in place. Whether there was any.</summary>
    private static bool Feed(HttpConnection connection, IAnswerDecoder decoder)
    {
        var bytes = connection.Buffered;
        var before = bytes.Length;
        var hasFed = false;
        while (!bytes.IsEmpty && !decoder.IsDone && !connection.Body.HasEnded)
        {
            var piece = connection.Body.Next(ref bytes);
            if (piece.IsEmpty)
                continue;
            decoder.Feed(piece);
            hasFed = true;
        }
        connection.Take(before - bytes.Length);
        return hasFed;
    }
}
