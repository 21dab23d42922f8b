using Tokenrill.Journals.Files;

namespace Tokenrill.Journals.Packed;

/// <summary>Generations that ended one behind the other. Bytes once written stay as they are, until they are erased: who reads them needs no lock.</summary>
internal sealed class PackedBlock(int bytes)
{
    /// <summary>What one place takes, with the room that a table of places keeps free.</summary>
    public const int PlaceBytes = 64;

    /// <summary>Nobody writes to memory but we: there is nothing to be told apart.</summary>
    public const uint Salt = 0;

    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(bytes);
    private readonly Dictionary<Guid, (int Offset, int Length)> _places = [];
    private int _used;

    public int Count => _places.Count;

    /// <summary>What each of them is.</summary>
    public IEnumerable<GenerationHead> Heads => _places.Values.Select(HeadAt);

    /// <summary>When all of them had ended.</summary>
    public DateTimeOffset EndedBy { get; private set; }

    /// <summary>Roughly what it takes.</summary>
    public long MemoryBytes => _bytes.Length + ((long)PlaceBytes * Count);

    /// <summary>The records of one.</summary>
    public static RecordRun Run(ReadOnlySpan<byte> records) => new(nameof(PackedBlock), Salt, 0, records);

    public bool Fits(int length) => _bytes.Length - _used >= length;

    public void Add(Guid subject, ReadOnlySpan<byte> records, DateTimeOffset endedAt)
    {
        records.CopyTo(_bytes.AsSpan(_used));
        _places[subject] = (_used, records.Length);
        _used += records.Length;
        EndedBy = endedAt > EndedBy ? endedAt : EndedBy;
    }

    public bool TryFind(Guid subject, out ReadOnlyMemory<byte> records)
    {
        var isThere = _places.TryGetValue(subject, out var place);
        records = _bytes.AsMemory(place.Offset, place.Length);
        return isThere;
    }

    public bool Erase(Guid subject)
    {
        if (!_places.Remove(subject, out var place))
            return false;
        _bytes.AsSpan(place.Offset, place.Length).Clear();
        return true;
    }

    private GenerationHead HeadAt((int Offset, int Length) place)
    {
        var run = Run(_bytes.AsSpan(place.Offset, place.Length));
        run.Next();
        return JournalJson.Read(run.Payload, JournalJson.Default.GenerationHead);
    }
}
