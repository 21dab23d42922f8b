using System.Buffers;

namespace Tokenrill.Journals.Files;

/// <summary>What is in memory of a segment that is read from front to back: 256 KiB, or one record when that is longer.</summary>
internal sealed class SegmentWindow(Segment segment, long end) : IDisposable
{
    private const int LeastBytes = 256 * 1024;

    private byte[] _bytes = [];
    private long _start;
    private int _count;

    /// <summary>What is in memory from an offset on, which is at least as much as asked for; the segment must have that.</summary>
    public ReadOnlySpan<byte> From(long offset, int least)
    {
        if (offset < _start || offset + least > _start + _count)
            Fill(offset, least);
        return _bytes.AsSpan((int)(offset - _start), (int)(_start + _count - offset));
    }

    public void Dispose()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _count = 0;
    }

    private void Fill(long offset, int least)
    {
        var size = (int)Math.Min(end - offset, Math.Max(least, LeastBytes));
        var kept = offset >= _start && offset < _start + _count ? _bytes.AsSpan((int)(offset - _start), (int)(_start + _count - offset)) : default;
        if (_bytes.Length < size)
        {
            var larger = ArrayPool<byte>.Shared.Rent(size);
            kept.CopyTo(larger);
            if (_bytes.Length > 0)
                ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
        else
        {
            kept.CopyTo(_bytes);
        }
        _start = offset;
        // Not before all of it was read: a read that fails leaves nothing that could be taken for the file's.
        _count = 0;
        segment.Read(offset + kept.Length, _bytes.AsSpan(kept.Length, size - kept.Length));
        _count = size;
    }
}
