namespace Tokenrill.Providers.Transport.Http;

/// <summary>Finds a body's payload among the bytes of a connection, in place, and where the body ends.</summary>
internal sealed class ResponseBody
{
    private readonly ChunkDecoder _chunks = new();
    private Framing _framing;
    private long _left;

    private enum Framing
    {
        Length,
        Chunked,
        UntilClose,
    }

    /// <summary>Whether the body is complete.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether only the connection's end is its end.</summary>
    public bool EndsByClose => _framing == Framing.UntilClose;

    /// <summary>Begins the body that this head announces.</summary>
    public void Begin(ResponseHead head)
    {
        _left = head.Status is 204 or 304 ? 0 : head.Length ?? 0;
        if (head.Status is 204 or 304)
            _framing = Framing.Length;
        else if (head.IsChunked)
            _framing = Framing.Chunked;
        else
            _framing = head.Length is null ? Framing.UntilClose : Framing.Length;
        _chunks.Reset();
        HasEnded = _framing == Framing.Length && _left == 0;
    }

    /// <summary>The next piece of payload; moves past it and past what frames it. Empty when these bytes hold none.</summary>
    /// <exception cref="MalformedResponseException">A chunk is none.</exception>
    public ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> bytes)
    {
        if (HasEnded)
            return default;
        if (_framing == Framing.Chunked)
        {
            var chunk = _chunks.Next(ref bytes);
            HasEnded = _chunks.HasEnded;
            return chunk;
        }
        var count = _framing == Framing.Length ? (int)Math.Min(_left, bytes.Length) : bytes.Length;
        var piece = bytes[..count];
        bytes = bytes[count..];
        _left -= count;
        HasEnded = _framing == Framing.Length && _left == 0;
        return piece;
    }

    /// <summary>The connection has ended.</summary>
    /// <exception cref="EndOfStreamException">Before the body did.</exception>
    public void Close()
    {
        if (!HasEnded && _framing != Framing.UntilClose)
            throw new EndOfStreamException("The connection ended within the body.");
        HasEnded = true;
    }
}
