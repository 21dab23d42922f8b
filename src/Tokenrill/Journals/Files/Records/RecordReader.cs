using System.Buffers;

namespace Tokenrill.Journals.Files;

/// <summary>Reads records again at their places, checking each, into one pooled buffer: what was read is good until the next
/// read. A segment that was dropped or rewritten meanwhile makes for an <see cref="ObjectDisposedException"/>, never for wrong
/// bytes.</summary>
internal sealed class RecordReader : IDisposable
{
    private byte[] _bytes = [];

    /// <summary>Reads one record, which must be about this subject.</summary>
    /// <exception cref="DamagedRecordException">It is not what was written there, or about something else.</exception>
    public ReadOnlySpan<byte> Read(in RecordPlace place, Guid subject, out RecordHeader header)
    {
        var run = ReadRun(place.Segment, place.Offset, place.Length);
        if (!run.Next() || run.Length != place.Length)
            throw new DamagedRecordException(place.Segment.Path, place.Offset, "the record has another length");
        if (run.Header.Subject != subject)
            throw new DamagedRecordException(place.Segment.Path, place.Offset, "the record is about something else");
        header = run.Header;
        return run.Payload;
    }

    /// <summary>Reads records that stand one behind the other: so many bytes, from the first one's beginning to the last one's
    /// end.</summary>
    public RecordRun ReadRun(Segment segment, long offset, int length)
    {
        if (_bytes.Length < length)
        {
            Return();
            _bytes = ArrayPool<byte>.Shared.Rent(length);
        }
        var stretch = _bytes.AsSpan(0, length);
        segment.Read(offset, stretch);
        return new RecordRun(segment.Path, segment.Salt, offset, stretch);
    }

    public void Dispose() => Return();

    private void Return()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }
}
