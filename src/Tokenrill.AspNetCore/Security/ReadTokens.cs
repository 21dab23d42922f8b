using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Tokenrill.AspNetCore.Security;

/// <summary>Short-lived tokens that let whoever has one read one generation and do nothing else: for EventSource and
/// WebSocket in browsers, which cannot send headers. Good in this process only, and until it ends.</summary>
internal sealed class ReadTokens(TimeProvider time)
{
    /// <summary>How long a token is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private const int ExpiryBytes = sizeof(long);

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);

    /// <summary>A token for one generation, in the name of its owner.</summary>
    public (string Token, DateTimeOffset ExpiresAt) Issue(string generation, string owner)
    {
        var expires = time.GetUtcNow() + Lifetime;
        var payload = new byte[ExpiryBytes + Encoding.UTF8.GetByteCount(owner)];
        BinaryPrimitives.WriteInt64BigEndian(payload, expires.ToUnixTimeMilliseconds());
        Encoding.UTF8.GetBytes(owner, payload.AsSpan(ExpiryBytes));
        return (Base64Url.EncodeToString([.. payload, .. Sign(payload, generation)]), expires);
    }

    /// <summary>The owner in whose name the token reads this generation; null when it does not, or no longer.</summary>
    public string? Owner(string token, string generation)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(token.Length)];
        if (Base64Url.DecodeFromChars(token, bytes, out _, out var length) != OperationStatus.Done || length < ExpiryBytes + HMACSHA256.HashSizeInBytes)
            return null;
        var payload = bytes.AsSpan(0, length - HMACSHA256.HashSizeInBytes);
        var signature = bytes.AsSpan(payload.Length, HMACSHA256.HashSizeInBytes);
        if (!CryptographicOperations.FixedTimeEquals(signature, Sign(payload, generation)))
            return null;
        return time.GetUtcNow().ToUnixTimeMilliseconds() < BinaryPrimitives.ReadInt64BigEndian(payload)
            ? Encoding.UTF8.GetString(payload[ExpiryBytes..])
            : null;
    }

    // The generation's id is signed and not sent: the address it is used at already says it.
    private byte[] Sign(ReadOnlySpan<byte> payload, string generation) =>
        HMACSHA256.HashData(_secret, (byte[])[.. payload, 0, .. Encoding.UTF8.GetBytes(generation)]);
}
