using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Tokenrill.AspNetCore.Security;

/// <summary>Short-lived tokens that let whoever has one read one generation or one session's log and do nothing else: for EventSource and
/// WebSocket in browsers, which cannot send headers. Good in this process only, and until it ends.</summary>
internal sealed class ReadTokens(TimeProvider time)
{
    /// <summary>How long a token is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private const int ExpiryBytes = sizeof(long);

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);

    /// <summary>A token for one thing, in the name of its owner.</summary>
    public (string Token, DateTimeOffset ExpiresAt) Issue(AcceptsReadToken accepts, string id, string owner)
    {
        var expires = time.GetUtcNow() + Lifetime;
        var payload = new byte[ExpiryBytes + Encoding.UTF8.GetByteCount(owner)];
        BinaryPrimitives.WriteInt64BigEndian(payload, expires.ToUnixTimeMilliseconds());
        Encoding.UTF8.GetBytes(owner, payload.AsSpan(ExpiryBytes));
        return (Base64Url.EncodeToString([.. payload, .. Sign(payload, accepts.Kind, id)]), expires);
    }

    /// <summary>The owner in whose name the token reads this; null when it does not, or no longer.</summary>
    public string? Owner(string token, string kind, string id)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(token.Length)];
        if (Base64Url.DecodeFromChars(token, bytes, out _, out var length) != OperationStatus.Done || length < ExpiryBytes + HMACSHA256.HashSizeInBytes)
            return null;
        var payload = bytes.AsSpan(0, length - HMACSHA256.HashSizeInBytes);
        var signature = bytes.AsSpan(payload.Length, HMACSHA256.HashSizeInBytes);
        if (!CryptographicOperations.FixedTimeEquals(signature, Sign(payload, kind, id)))
            return null;
        return time.GetUtcNow().ToUnixTimeMilliseconds() < BinaryPrimitives.ReadInt64BigEndian(payload)
            ? Encoding.UTF8.GetString(payload[ExpiryBytes..])
            : null;
    }

    // What it is for is signed and not sent: the address it is used at already says it.
    private byte[] Sign(ReadOnlySpan<byte> payload, string kind, string id) =>
        HMACSHA256.HashData(_secret, (byte[])[.. payload, 0, .. Encoding.UTF8.GetBytes(kind), 0, .. Encoding.UTF8.GetBytes(id)]);
}
