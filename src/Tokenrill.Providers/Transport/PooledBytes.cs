using System.Buffers;

namespace Tokenrill.Providers.Transport;

/// <summary>Bytes gathered from several reads, up to a limit. <see cref="Span"/> stays readable after
/// <see cref="Clear"/> until the next <see cref="Append"/>.</summary>
internal sealed class PooledBytes(int limit) : IDisposable
{
    private byte[] _bytes = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    /// <exception cref="ProviderException"><see cref="ErrorCode.ProviderProtocol"/>: beyond the limit.</exception>
    public void Append(ReadOnlySpan<byte> more)
    {
        if (more.IsEmpty)
            return;
        ThrowIfTooLong((long)Length + more.Length, limit);
        if (more.Length > _bytes.Length - Length)
            Grow(Length + more.Length);
        more.CopyTo(_bytes.AsSpan(Length));
        Length += more.Length;
    }

    public void Clear() => Length = 0;

    public void Dispose()
    {
        Length = 0;
        Return();
        _bytes = [];
    }

    /// <exception cref="ProviderException"><see cref="ErrorCode.ProviderProtocol"/>: beyond the limit.</exception>
    public static void ThrowIfTooLong(long length, int limit)
    {
        if (length > limit)
            throw new ProviderException(ErrorCode.ProviderProtocol, $"the provider sent one event of more than {limit} bytes");
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Min(_bytes.Length * 2, limit)));
        Span.CopyTo(larger);
        Return();
        _bytes = larger;
    }

    private void Return()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
    }
}
