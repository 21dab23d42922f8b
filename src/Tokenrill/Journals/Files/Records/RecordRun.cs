namespace Tokenrill.Journals.Files;

/// <summary>Records that stand one behind the other, read in one go.</summary>
/// <param name="path">What they are read from, for whoever must hear that they are damaged.</param>
/// <param name="salt">That of what they are read from.</param>
/// <param name="offset">Where in it they begin.</param>
/// <param name="bytes">They.</param>
internal ref struct RecordRun(string path, uint salt, long offset, ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _next;

    public RecordHeader Header { get; private set; }

    public ReadOnlySpan<byte> Payload { get; private set; }

    /// <summary>The record's length in bytes, its header included.</summary>
    public int Length { get; private set; }

    /// <summary>Goes on to the next record. False behind the last.</summary>
    /// <exception cref="DamagedRecordException">It is not what was written there.</exception>
    public bool Next()
    {
        var rest = _bytes[_next..];
        if (rest.IsEmpty)
            return false;
        if (!RecordHead.TryRead(rest, salt, out var head))
            throw new DamagedRecordException(path, offset + _next, Faults.Header);
        if (head.RecordLength > rest.Length)
            throw new DamagedRecordException(path, offset + _next, Faults.CutOff);
        Payload = rest[RecordHead.Bytes..head.RecordLength];
        if (!head.Fits(Payload))
            throw new DamagedRecordException(path, offset + _next, Faults.Checksum);
        Header = head.Header;
        Length = head.RecordLength;
        _next += Length;
        return true;
    }
}
