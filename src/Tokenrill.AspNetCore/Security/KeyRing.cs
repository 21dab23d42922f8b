using System.Security.Cryptography;
using System.Text;
using Tokenrill.Generations;

namespace Tokenrill.AspNetCore.Security;

/// <summary>The known API keys, by their digests: the secrets themselves are not kept here, and comparing takes the same
/// time whichever key it is.</summary>
internal sealed class KeyRing(TokenrillHttpOptions options, IServiceProvider services)
{
    private readonly (byte[] Digest, CallerFeature Caller)[] _keys =
        [.. options.Keys.Select(key => (SHA256.HashData(Encoding.UTF8.GetBytes(key.Key)), new CallerFeature(new Caller(key.Name, key.Admin), services)))];

    /// <summary>Whether there are no keys: everybody is the one user then.</summary>
    public bool IsEmpty => _keys.Length == 0;

    /// <summary>Whose key this is; null when it is nobody's.</summary>
    public CallerFeature? Find(string key)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), digest);
        CallerFeature? found = null;
        foreach (var known in _keys)
            if (CryptographicOperations.FixedTimeEquals(known.Digest, digest))
                found = known.Caller;
        return found;
    }
}
