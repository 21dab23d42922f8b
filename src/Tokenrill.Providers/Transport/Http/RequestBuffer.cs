using System.Buffers;
using System.Buffers.Text;

namespace Tokenrill.Providers.Transport.Http;

/// <summary>One whole request in one piece of pooled memory, so that sending it is one write. The body is written first,
/// behind room for the head, because the head holds its length.</summary>
internal sealed class RequestBuffer : IBufferWriter<byte>, IDisposable
{
    private const int UsualBody = 4096;
    private const int MaxLengthDigits = 10;

    private static ReadOnlySpan<byte> EndOfHead => "\r\n\r\n"u8;

    private readonly RequestHead _head;
    private readonly int _bodyStart;
    private byte[] _bytes;
    private int _end;

    public RequestBuffer(RequestHead head)
    {
        _head = head;
        _bodyStart = head.HasBody ? head.Bytes.Length + MaxLengthDigits + EndOfHead.Length : head.Bytes.Length;
        _bytes = ArrayPool<byte>.Shared.Rent(head.HasBody ? _bodyStart + UsualBody : _bodyStart);
        _end = _bodyStart;
    }

    /// <summary>The whole request, once its body is written. Valid until <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Complete()
    {
        if (!_head.HasBody)
        {
            _head.Bytes.CopyTo(_bytes);
            return _bytes.AsMemory(0, _end);
        }
        Span<byte> digits = stackalloc byte[MaxLengthDigits];
        Utf8Formatter.TryFormat(_end - _bodyStart, digits, out var count);
        var start = _bodyStart - EndOfHead.Length - count - _head.Bytes.Length;
        var at = _bytes.AsSpan(start);
        _head.Bytes.CopyTo(at);
        at = at[_head.Bytes.Length..];
        digits[..count].CopyTo(at);
        EndOfHead.CopyTo(at[count..]);
        return _bytes.AsMemory(start, _end - start);
    }

    public void Advance(int count) => _end += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _bytes.AsMemory(_end);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _bytes.AsSpan(_end);
    }

    /// <summary>Gives the memory back. To be called as soon as the request is sent: the answer may take minutes.</summary>
    public void Dispose()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void MakeRoom(int sizeHint)
    {
        var needed = _end + Math.Max(1, sizeHint);
        if (needed <= _bytes.Length)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _bytes.Length * 2));
        _bytes.AsSpan(_bodyStart, _end - _bodyStart).CopyTo(larger.AsSpan(_bodyStart));
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
