using System.Runtime.CompilerServices;

namespace Tokenrill.TestKit;

/// <summary>Cuts a stream into lines at LF, CRLF or CR, bytes as they are.</summary>
internal static class LineReader
{
    /// <summary>Every line, its end left out. What stands behind the last end is a line only when <paramref name="withRest"/>.</summary>
    public static async IAsyncEnumerable<byte[]> ReadAsync(Stream stream, bool withRest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        var buffer = new byte[4096];
        var afterCr = false;
        while (await stream.ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            for (var i = 0; i < count; i++)
            {
                var octet = buffer[i];
                var isEnd = octet is (byte)'\n' or (byte)'\r';
                if (isEnd && !(octet == '\n' && afterCr))
                {
                    yield return [.. line];
                    line.Clear();
                }
                else if (!isEnd)
                {
                    line.Add(octet);
                }
                afterCr = octet == '\r';
            }
        }
        if (withRest && line.Count > 0)
            yield return [.. line];
    }
}
