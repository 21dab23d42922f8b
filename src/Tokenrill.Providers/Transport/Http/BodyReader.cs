using System.Buffers;

namespace Tokenrill.Providers.Transport.Http;

/// <summary>Reads bodies that are wanted whole.</summary>
internal static class BodyReader
{
    /// <summary>Reads a body to its end, or the first <paramref name="limit"/> bytes of it.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpConnection connection, int limit, CancellationToken cancellationToken)
    {
        var bytes = new ArrayBufferWriter<byte>();
        while (true)
        {
            Copy(connection, bytes, limit);
            if (connection.Body.HasEnded || bytes.WrittenCount == limit)
                return bytes.WrittenMemory;
            if (!connection.TryAdd(await connection.ReadAsync(cancellationToken)))
                connection.Body.Close();
        }
    }

    private static void Copy(HttpConnection connection, ArrayBufferWriter<byte> to, int limit)
    {
        var bytes = connection.Buffered;
        var before = bytes.Length;
        while (!bytes.IsEmpty && !connection.Body.HasEnded)
        {
            var piece = connection.Body.Next(ref bytes);
            to.Write(piece[..Math.Min(piece.Length, limit - to.WrittenCount)]);
        }
        connection.Take(before - bytes.Length);
    }
}
