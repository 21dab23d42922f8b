namespace Tokenrill.Journals.Files;

/// <summary>Reads the records of a segment in order, checking each: <c>while (scan.Next())</c>. What is no record is damage; the
/// scan goes on at the next record that checks. It takes time in proportion to the file's length, whatever stands in it.</summary>
/// <remarks>Reads as far as the segment went when the scan was made. Throws <see cref="IOException"/> when the file cannot be
/// read, and <see cref="ObjectDisposedException"/> when the segment was dropped or rewritten.</remarks>
internal sealed class SegmentScan(Segment segment) : IDisposable
{
    private readonly List<Damage> _damages = segment.HeaderDamage is { } damage ? [damage] : [];
    private readonly SegmentWindow _window = new(segment, segment.Length);
    private readonly long _end = segment.Length;
    private long _next = Math.Min(SegmentHeader.Bytes, segment.Length);
    private long _damagedFrom = -1;
    private string _fault = "";

    public RecordHeader Header { get; private set; }

    public RecordPlace Place { get; private set; }

    /// <summary>Good until <see cref="Next"/>.</summary>
    public ReadOnlySpan<byte> Payload => _window.From(Place.Offset, Place.Length)[RecordHead.Bytes..Place.Length];

    /// <summary>What was found damaged so far, in the order of the file; complete when <see cref="Next"/> has said false.</summary>
    public IReadOnlyList<Damage> Damages => _damages;

    /// <summary>How many bytes were checked so far, those of what turned out to be no record included.</summary>
    public long BytesChecked { get; private set; }

    /// <summary>Goes on to the next record. False behind the last.</summary>
    public bool Next()
    {
        while (_next < _end)
        {
            var fault = Take(_next);
            if (fault is null)
            {
                CloseDamage(_next);
                _next += Place.Length;
                return true;
            }
            if (_damagedFrom < 0)
                (_damagedFrom, _fault) = (_next, fault);
            _next = NextMarker(_next + 1);
        }
        CloseDamage(_end);
        return false;
    }

    public void Dispose() => _window.Dispose();

    /// <summary>Makes the record at an offset the current one, or says what is wrong there.</summary>
    private string? Take(long offset)
    {
        var rest = _end - offset;
        if (rest < RecordHead.Bytes)
            return Faults.CutOff;
        BytesChecked += RecordHead.Bytes;
        if (!RecordHead.TryRead(_window.From(offset, RecordHead.Bytes), segment.Salt, out var head))
            return Faults.Header;
        if (head.RecordLength > rest)
            return Faults.CutOff;
        BytesChecked += head.PayloadLength;
        if (!head.Fits(_window.From(offset, head.RecordLength)[RecordHead.Bytes..head.RecordLength]))
            return Faults.Checksum;
        Header = head.Header;
        Place = new RecordPlace(segment, offset, head.RecordLength);
        return null;
    }

    private long NextMarker(long from)
    {
        var marker = RecordHead.Marker;
        while (_end - from >= marker.Length)
        {
            var there = _window.From(from, marker.Length);
            var found = there.IndexOf(marker);
            if (found >= 0)
                return from + found;
            // The last bytes may be the beginning of one.
            from += there.Length - (marker.Length - 1);
        }
        return _end;
    }

    private void CloseDamage(long end)
    {
        if (_damagedFrom < 0)
            return;
        _damages.Add(new Damage(segment, _damagedFrom, end - _damagedFrom, end == _end, _fault));
        _damagedFrom = -1;
    }
}
