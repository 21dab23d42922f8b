namespace Tokenrill.Providers.Transport;

/// <summary>Lines (LF or CRLF) out of bytes that are cut anywhere, for newline-delimited JSON. Blank lines are read over.</summary>
/// <remarks>The format: https://github.com/ndjson/ndjson-spec.</remarks>
internal sealed class LineDecoder(int maxLineBytes = SseDecoder.DefaultMaxEventBytes) : IDisposable
{
    private readonly PooledBytes _line = new(maxLineBytes);

    /// <summary>Hands on every line that these bytes complete.</summary>
    /// <exception cref="ProviderException"><see cref="ErrorCode.ProviderProtocol"/>: a line is too long.</exception>
    public void Feed<THandler>(ReadOnlySpan<byte> bytes, THandler handler)
        where THandler : ILineHandler
    {
        for (var end = bytes.IndexOf((byte)'\n'); end >= 0; end = bytes.IndexOf((byte)'\n'))
        {
            var line = bytes[..end];
            bytes = bytes[(end + 1)..];
            if (_line.Length > 0)
            {
                _line.Append(line);
                line = _line.Span;
                _line.Clear();
            }
            HandOn(line, handler);
        }
        _line.Append(bytes);
    }

    /// <summary>The body has ended: hands on a last line that no LF has ended.</summary>
    public void Complete<THandler>(THandler handler)
        where THandler : ILineHandler => Feed("\n"u8, handler);

    public void Dispose() => _line.Dispose();

    private void HandOn<THandler>(ReadOnlySpan<byte> line, THandler handler)
        where THandler : ILineHandler
    {
        line = line.Trim(" \t\r"u8);
        if (line.IsEmpty)
            return;
        PooledBytes.ThrowIfTooLong(line.Length, maxLineBytes);
        handler.OnLine(line);
    }
}
