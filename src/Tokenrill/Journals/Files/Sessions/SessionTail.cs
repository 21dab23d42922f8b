using Tokenrill.Sessions;

namespace Tokenrill.Journals.Files;

/// <summary>Where a session is stored, and how much of it is not yet.</summary>
internal sealed class SessionTail(Guid subject)
{
    private readonly Lock _lock = new();
    private readonly List<RecordPlace> _places = [];
    private int _waiting;
    private volatile bool _isErased;

    public Guid Subject => subject;

    /// <summary>How much of what happened is not stored yet.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>It is to be forgotten: nothing of it is written any more.</summary>
    public bool IsErased
    {
        get => _isErased;
        set => _isErased = value;
    }

    /// <summary>Where its events are, in order.</summary>
    public RecordPlace[] Places
    {
        get
        {
            lock (_lock)
                return [.. _places];
        }
    }

    /// <summary>Reads what happened, oldest first. What is damaged is missing.</summary>
    /// <exception cref="ObjectDisposedException">A segment was written anew in this moment.</exception>
    public List<SessionEvent> Read()
    {
        using var reader = new RecordReader();
        var places = Places;
        var events = new List<SessionEvent>(places.Length);
        foreach (var place in places)
        {
            try
            {
                var payload = reader.Read(place, subject, out var header);
                events.AddRange(SessionRecords.ReadEvents(header, payload));
            }
            catch (Exception exception) when (exception is DamagedRecordException or InvalidDataException or IOException)
            {
                // It was whole when it was indexed. The others are good.
            }
        }
        return events;
    }

    public void Happened() => Interlocked.Increment(ref _waiting);

    public void Stored(RecordPlace place)
    {
        Add(place);
        Interlocked.Decrement(ref _waiting);
    }

    /// <summary>Something that happened is not stored, and will not be.</summary>
    public void GivenUp() => Interlocked.Decrement(ref _waiting);

    public void Add(RecordPlace place)
    {
        lock (_lock)
            _places.Add(place);
    }

    /// <summary>A segment was written anew. What was damaged is not in it any more.</summary>
    public void Move(Segment from, Segment? to, IReadOnlyDictionary<long, long> offsets)
    {
        lock (_lock)
            for (var i = _places.Count - 1; i >= 0; i--)
            {
                if (_places[i].Segment != from)
                    continue;
                if (to is not null && offsets.TryGetValue(_places[i].Offset, out var offset))
                    _places[i] = _places[i] with { Segment = to, Offset = offset };
                else
                    _places.RemoveAt(i);
            }
    }
}
