using System.Buffers;

namespace Tokenrill.Providers.Transport;

/// <summary>Moves an answer's bytes from the connection to its decoder.</summary>
internal static class AnswerPump
{
    // Some forty tokens: more come at once only in a burst, and thousands of idle streams hold one of these each.
    private const int BufferBytes = 8 * 1024;

    /// <summary>Reads until the answer is complete.</summary>
    /// <exception cref="ProviderException">It never will be.</exception>
    public static async Task RunAsync(Stream body, IAnswerDecoder decoder, IGenerationSink sink, ProviderIdentity provider, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (!decoder.IsDone)
            {
                var count = await body.ReadAsync(buffer, cancellationToken);
                if (count == 0)
                    decoder.End();
                else
                    decoder.Feed(buffer.AsSpan(0, count));
                sink.Flush();
                if (count == 0)
                    return;
            }
        }
        catch (HttpIOException malformed) when (malformed.HttpRequestError == HttpRequestError.InvalidResponse && !cancellationToken.IsCancellationRequested)
        {
            throw provider.Failure(ErrorCode.ProviderProtocol, "its answer is no HTTP", malformed);
        }
        catch (IOException broken) when (!cancellationToken.IsCancellationRequested)
        {
            throw provider.Failure(ErrorCode.ProviderDisconnected, "the connection broke before the answer was complete", broken);
        }
        catch (IOException broken)
        {
            throw new OperationCanceledException(broken.Message, broken, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
