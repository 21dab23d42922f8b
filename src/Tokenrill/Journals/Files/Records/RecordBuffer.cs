using System.Buffers;

namespace Tokenrill.Journals.Files;

/// <summary>Builds records one behind the other, to be written in one go. Between <see cref="Begin"/> and <see cref="End"/> it is
/// the writer of that record's payload. Reused from round to round: nothing is allocated in steady state.</summary>
internal sealed class RecordBuffer : IBufferWriter<byte>
{
    /// <summary>What a round that was large does not leave behind, in bytes.</summary>
    public const int MostKept = 4 << 20;

    private const int FirstBytes = 64 * 1024;

    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(FirstBytes);
    private RecordHeader _header;
    private int _used;
    private bool _isBuilding;

    /// <summary>Bytes of whole records so far: the offset at which the next one begins.</summary>
    public int Length { get; private set; }

    /// <summary>The whole records.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <exception cref="InvalidOperationException">The record before was not ended.</exception>
    public void Begin(in RecordHeader header)
    {
        if (_isBuilding)
            throw new InvalidOperationException("the record before was not ended");
        Reserve(RecordHead.Bytes);
        _header = header;
        _used = Length + RecordHead.Bytes;
        _isBuilding = true;
    }

    /// <summary>Fills in length and checksum.</summary>
    /// <param name="salt">That of the segment the record is for.</param>
    /// <exception cref="InvalidOperationException">No record was begun, or it is longer than a record may be; then it is thrown
    /// away.</exception>
    public void End(uint salt)
    {
        ThrowIfNotBuilding();
        _isBuilding = false;
        var payload = _used - Length - RecordHead.Bytes;
        if (payload > RecordHead.MostPayload)
        {
            _used = Length;
            throw new InvalidOperationException($"a record's payload of {payload} bytes is longer than {RecordHead.MostPayload}");
        }
        RecordHead.Write(_bytes.AsSpan(Length, _used - Length), _header, salt);
        Length = _used;
    }

    /// <summary>Forgets everything, and gives back the memory of a round that was large.</summary>
    public void Clear()
    {
        Rewind(0);
        if (_bytes.Length > MostKept)
            _bytes = GC.AllocateUninitializedArray<byte>(FirstBytes);
    }

    /// <summary>Throws away what was built behind this, also a record that was only begun.</summary>
    /// <param name="length">A <see cref="Length"/> of before.</param>
    public void Rewind(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = _used = length;
        _isBuilding = false;
    }

    public void Advance(int count)
    {
        ThrowIfNotBuilding();
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _used);
        _used += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        ThrowIfNotBuilding();
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        ThrowIfNotBuilding();
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(_used);
    }

    private void ThrowIfNotBuilding()
    {
        if (!_isBuilding)
            throw new InvalidOperationException("no record was begun");
    }

    private void Reserve(int more)
    {
        if (_bytes.Length - _used >= more)
            return;
        var size = (int)Math.Min(Array.MaxLength, Math.Max((long)_used + more, _bytes.Length * 2L));
        var larger = GC.AllocateUninitializedArray<byte>(size);
        _bytes.AsSpan(0, _used).CopyTo(larger);
        _bytes = larger;
    }
}
