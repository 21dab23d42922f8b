using System.Buffers;
using System.Text.Json;

namespace Tokenrill.Providers.Transport;

/// <summary>The text of JSON strings as UTF-8: the original slice where nothing is escaped, otherwise in a buffer of its
/// own that the next call overwrites.</summary>
internal sealed class JsonTextReader : IDisposable
{
    private byte[] _buffer = [];

    /// <summary>The text of the string that the reader stands on.</summary>
    public ReadOnlySpan<byte> Read(ref Utf8JsonReader reader) => Read(reader.ValueSpan, reader.ValueIsEscaped);

    /// <summary>The text of a string.</summary>
    /// <param name="raw">What stands between its quotes.</param>
    /// <param name="isEscaped">Whether it holds a backslash.</param>
    public ReadOnlySpan<byte> Read(ReadOnlySpan<byte> raw, bool isEscaped)
    {
        if (!isEscaped)
            return raw;
        if (_buffer.Length < raw.Length)
        {
            Dispose();
            _buffer = ArrayPool<byte>.Shared.Rent(raw.Length);
        }
        return _buffer.AsSpan(0, JsonText.Unescape(raw, _buffer));
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
