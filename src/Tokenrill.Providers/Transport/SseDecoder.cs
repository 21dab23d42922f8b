namespace Tokenrill.Providers.Transport;

/// <summary>Server-sent events out of bytes that are cut anywhere.</summary>
/// <remarks>
/// As in https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream, except at the end: there
/// the standard drops a block that no blank line ends, but some servers close right after their last <c>data:</c> line.
/// <see cref="Complete"/> therefore hands on what is left; whether that is whole is for the handler to see.
/// <c>id</c> and <c>retry</c> are read over: nobody reconnects to a model that is already answering.
/// </remarks>
internal sealed class SseDecoder(int maxEventBytes = SseDecoder.DefaultMaxEventBytes) : IDisposable
{
    /// <summary>4 MiB.</summary>
    public const int DefaultMaxEventBytes = 4 * 1024 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly PooledBytes _line = new(maxEventBytes);
    private readonly PooledBytes _data = new(maxEventBytes);
    private readonly PooledBytes _name = new(maxEventBytes);
    private bool _hasData;
    private bool _afterCarriageReturn;
    private bool _pastFirstLine;

    /// <summary>Hands on every event that these bytes complete.</summary>
    /// <exception cref="ProviderException"><see cref="ErrorCode.ProviderProtocol"/>: an event is too large.</exception>
    public void Feed<THandler>(ReadOnlySpan<byte> bytes, THandler handler)
        where THandler : ISseHandler
    {
        // The event's first data line, still in place: most events have no second one and are never copied.
        var held = default(ReadOnlySpan<byte>);
        var isHeld = false;
        while (TryTakeLine(ref bytes, out var line))
        {
            if (line.IsEmpty)
            {
                Dispatch(handler, isHeld ? held : _data.Span, isHeld || _hasData);
                isHeld = false;
            }
            else if (IsField(line, "data"u8))
            {
                var value = Value(line, "data".Length);
                if (!isHeld && !_hasData)
                {
                    PooledBytes.ThrowIfTooLong(value.Length, maxEventBytes);
                    held = value;
                    isHeld = true;
                    continue;
                }
                if (isHeld)
                    Keep(held);
                isHeld = false;
                _data.Append("\n"u8);
                _data.Append(value);
            }
            else if (IsField(line, "event"u8))
            {
                _name.Clear();
                _name.Append(Value(line, "event".Length));
            }
        }

        // In this order: the held line may lie in the line buffer, which the rest of the bytes overwrites.
        if (isHeld)
            Keep(held);
        _line.Append(bytes);
    }

    /// <summary>The body has ended: hands on what no blank line has ended.</summary>
    public void Complete<THandler>(THandler handler)
        where THandler : ISseHandler => Feed("\n\n"u8, handler); // two: one may belong to a CR, or end a cut line

    public void Dispose()
    {
        _line.Dispose();
        _data.Dispose();
        _name.Dispose();
    }

    private bool TryTakeLine(scoped ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> line)
    {
        if (_afterCarriageReturn && !bytes.IsEmpty)
        {
            _afterCarriageReturn = false;
            if (bytes[0] == '\n')
                bytes = bytes[1..];
        }
        var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0)
        {
            line = default;
            return false;
        }
        line = bytes[..end];
        _afterCarriageReturn = bytes[end] == '\r';
        bytes = bytes[(end + 1)..];
        if (_line.Length > 0)
        {
            _line.Append(line);
            line = _line.Span;
            _line.Clear();
        }
        if (!_pastFirstLine)
        {
            _pastFirstLine = true;
            if (line.StartsWith(ByteOrderMark))
                line = line[ByteOrderMark.Length..];
        }
        return true;
    }

    private void Dispatch<THandler>(THandler handler, ReadOnlySpan<byte> data, bool any)
        where THandler : ISseHandler
    {
        var name = _name.Span;
        _name.Clear();
        _data.Clear();
        _hasData = false;
        if (any)
            handler.OnEvent(name, data);
    }

    private void Keep(ReadOnlySpan<byte> value)
    {
        _data.Append(value);
        _hasData = true;
    }

    private static bool IsField(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) =>
        line.StartsWith(name) && (line.Length == name.Length || line[name.Length] == ':');

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> line, int nameLength)
    {
        if (line.Length == nameLength)
            return default;
        var value = line[(nameLength + 1)..];
        return !value.IsEmpty && value[0] == ' ' ? value[1..] : value;
    }
}
