using Tokenrill.Providers.Transport.Http;
using Tokenrill.Providers.Transport.Pacing;

namespace Tokenrill.Providers.Transport;

/// <summary>Moves an answer's bytes from the connection to its decoder.</summary>
internal sealed class AnswerPump(ReadingPacer pacer, TimeProvider time, ProviderIdentity provider)
{
    /// <summary>Reads until the answer is complete. What was pushed is flushed before more is waited for; at the end it is
    /// not, because the generation's end shows it. When it fails, the connection is closed.</summary>
    /// <exception cref="ProviderException">It never will be.</exception>
    public async Task RunAsync(HttpConnection connection, IAnswerDecoder decoder, IGenerationSink sink, CancellationToken cancellationToken)
    {
        try
        {
            // The caller has said that the request was accepted, and nobody has seen that yet.
            var isUnseen = true;
            var speed = new StreamSpeed(time);
            while (true)
            {
                var pieces = Feed(connection, decoder);
                isUnseen |= pieces > 0;
                speed.Count(pieces);
                if (HasEnded(connection, decoder))
                {
                    connection.SetGathering(false);
                    return;
                }
                if (isUnseen)
                    sink.Flush();
                isUnseen = false;
                connection.SetGathering(speed.IsFast);
                bool isOpen;
                if (connection.IsGathering)
                {
                    await connection.RestAsync(pacer);
                    isOpen = connection.TryAddGathered();
                }
                else
                {
                    await connection.WaitAsync();
                    isOpen = connection.TryAdd(await connection.ReadAsync(CancellationToken.None));
                }
                if (!isOpen)
                    connection.Body.Close();
            }
        }
        catch (Exception failed)
        {
            connection.Dispose();
            if (HttpFailures.IsOne(failed))
                throw HttpFailures.InBody(provider, failed, "the connection broke before the answer was complete", cancellationToken);
            throw;
        }
    }

    private static bool HasEnded(HttpConnection connection, IAnswerDecoder decoder)
    {
        if (!decoder.IsDone && connection.Body.HasEnded)
            decoder.End();
        return decoder.IsDone || connection.Body.HasEnded;
    }

    /// <summary>Decodes what is at hand, in place. How many pieces there were: a chunk is one.</summary>
    private static int Feed(HttpConnection connection, IAnswerDecoder decoder)
    {
        var bytes = connection.Buffered;
        var before = bytes.Length;
        var pieces = 0;
        while (!bytes.IsEmpty && !decoder.IsDone && !connection.Body.HasEnded)
        {
            var piece = connection.Body.Next(ref bytes);
            if (piece.IsEmpty)
                continue;
            decoder.Feed(piece);
            pieces++;
        }
        connection.Take(before - bytes.Length);
        return pieces;
    }
}
