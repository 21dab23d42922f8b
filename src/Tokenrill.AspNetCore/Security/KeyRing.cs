using System.Security.Cryptography;
using System.Text;

namespace Tokenrill.AspNetCore.Security;

/// <summary>The known API keys, by their digests: the secrets themselves are not kept here, and comparing takes the same
/// time whichever key it is.</summary>
internal sealed class KeyRing(TokenrillHttpOptions options)
{
    private readonly (byte[] Digest, ApiKeyOptions Options)[] _keys =
        [.. options.Keys.Select(key => (SHA256.HashData(Encoding.UTF8.GetBytes(key.Key)), key))];

    /// <summary>Whether there are no keys: everybody is the one user then.</summary>
    public bool IsEmpty => _keys.Length == 0;

    /// <summary>Whose key this is; null when it is nobody's.</summary>
    public ApiKeyOptions? Find(string key)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), digest);
        ApiKeyOptions? found = null;
        foreach (var known in _keys)
            if (CryptographicOperations.FixedTimeEquals(known.Digest, digest))
                found = known.Options;
        return found;
    }
}
