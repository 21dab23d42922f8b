namespace Tokenrill.Providers.Transport.Http;

/// <summary>The chunked coding, byte by byte but for the payload: whatever the cut, nothing has to be kept.</summary>
/// <remarks>The format: https://www.rfc-editor.org/rfc/rfc9112#section-7.1. Extensions and trailers are read over.</remarks>
internal sealed class ChunkDecoder
{
    private const int MaxSizeDigits = 15;
    private const int MaxExtension = 4 * 1024;

    private State _state;
    private long _left;
    private int _lineBytes;
    private int _digits;

    private enum State
    {
        Size,
        Extension,
        SizeEnd,
        Payload,
        PayloadEnd,
        PayloadLineFeed,
        TrailerStart,
        Trailer,
        LastLineFeed,
        Ended,
    }

    public bool HasEnded => _state == State.Ended;

    public void Reset()
    {
        _state = State.Size;
        _left = _lineBytes = _digits = 0;
    }

    /// <summary>The next piece of payload, in place; empty when these bytes hold no more.</summary>
    /// <exception cref="MalformedResponseException">They are no chunks, or one frame of one is too long.</exception>
    public ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && _state != State.Ended)
        {
            if (_state == State.Payload)
            {
                var piece = bytes[..(int)Math.Min(_left, bytes.Length)];
                bytes = bytes[piece.Length..];
                _left -= piece.Length;
                if (_left == 0)
                    _state = State.PayloadEnd;
                return piece;
            }
            _state = Step(bytes[0]);
            bytes = bytes[1..];
        }
        return default;
    }

    private State Step(byte next) => (_state, next) switch
    {
        (State.Size, _) when char.IsAsciiHexDigit((char)next) => AddDigit(next),
        (State.Size, (byte)';' or (byte)' ' or (byte)'\t') when _digits > 0 => Skip(State.Extension, MaxExtension),
        (State.Size, (byte)'\r') when _digits > 0 => State.SizeEnd,
        (State.Size, (byte)'\n') when _digits > 0 => EndSize(),
        (State.Extension, (byte)'\n') => EndSize(),
        (State.Extension, _) => Skip(State.Extension, MaxExtension),
        (State.SizeEnd, (byte)'\n') => EndSize(),
        (State.PayloadEnd, (byte)'\r') => State.PayloadLineFeed,
        (State.PayloadEnd or State.PayloadLineFeed, (byte)'\n') => BeginSize(),
        (State.TrailerStart, (byte)'\r') => State.LastLineFeed,
        (State.TrailerStart or State.LastLineFeed, (byte)'\n') => State.Ended,
        (State.Trailer, (byte)'\n') => State.TrailerStart,
        (State.TrailerStart or State.Trailer, _) => Skip(State.Trailer, ResponseHead.MaxBytes),
        _ => throw new MalformedResponseException("a chunk is none"),
    };

    private State BeginSize()
    {
        _digits = _lineBytes = 0;
        return State.Size;
    }

    private State AddDigit(byte digit)
    {
        // Zeros in front are counted too: a server that sends so many means no size.
        if (++_digits > MaxSizeDigits)
            throw new MalformedResponseException("a chunk's size is too large");
        // '1' is 0x31, 'a' and 'A' are 0x61 and 0x41: the low bits are the value, of letters less 9.
        _left = (_left << 4) | (uint)((digit & 0xF) + (char.IsAsciiDigit((char)digit) ? 0 : 9));
        return State.Size;
    }

    private State EndSize()
    {
        _lineBytes = 0;
        return _left == 0 ? State.TrailerStart : State.Payload;
    }

    private State Skip(State state, int limit)
    {
        if (++_lineBytes > limit)
            throw new MalformedResponseException("a chunk's extension or a trailer is too long");
        return state;
    }
}
