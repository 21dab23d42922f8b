namespace Tokenrill.Polling;

/// <summary>The sockets that are watched, by the key that the kernel gives back with an event. A place is used again, its key is
/// not: an event that comes late finds nobody.</summary>
internal sealed class WatchedSockets
{
    private const int PlaceBits = 32;

    private readonly Lock _lock = new();
    private readonly Stack<int> _free = new();
    private PolledSocket?[] _places = new PolledSocket?[64];
    private int _used;
    private uint _round;

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _used - _free.Count;
        }
    }

    /// <summary>Takes a place for a socket that knows its key from then on.</summary>
    public void Add(PolledSocket socket)
    {
        lock (_lock)
        {
            if (!_free.TryPop(out var place))
                place = _used++;
            if (place == _places.Length)
                Array.Resize(ref _places, _places.Length * 2);
            socket.Key = ((ulong)++_round << PlaceBits) | (uint)place;
            Volatile.Write(ref _places[place], socket);
        }
    }

    /// <summary>Gives the place back.</summary>
    public void Remove(PolledSocket socket)
    {
        lock (_lock)
        {
            var place = (int)(uint)socket.Key;
            if (_places[place] != socket)
                return;
            _places[place] = null;
            _free.Push(place);
        }
    }

    /// <summary>Whose key it is; null when that socket is not watched any more. Takes no lock: whoever grows the array leaves in the old one what
    /// was there.</summary>
    public PolledSocket? Find(ulong key) =>
        Volatile.Read(ref Volatile.Read(ref _places)[(int)(uint)key]) is { } socket && socket.Key == key ? socket : null;
}
