namespace Tokenrill.Logs;

/// <summary>An array that only grows. Growing copies into a new array and leaves the old one as it is, so a reader that
/// still holds the old one keeps reading the same prefix: no lock, no reference count.</summary>
internal struct AppendBuffer<T>
{
    private T[]? _items;

    public int Count { get; private set; }

    /// <summary>What stands there now. Good for every index that was counted when a reader learnt of it.</summary>
    public readonly T[] Items => _items ?? [];

    public void Add(T item, int firstSize)
    {
        if (_items is null || Count == _items.Length)
            Grow(Count + 1, firstSize);
        _items![Count++] = item;
    }

    /// <summary>Adds all of them and returns where the first one stands.</summary>
    public int Add(ReadOnlySpan<T> items, int firstSize)
    {
        var start = Count;
        if (items.IsEmpty)
            return start;
        if (_items is null || _items.Length - start < items.Length)
            Grow(start + items.Length, firstSize);
        items.CopyTo(_items.AsSpan(start));
        Count = start + items.Length;
        return start;
    }

    /// <summary>Leaves no more room than a quarter. As with growing, who holds the old array reads on.</summary>
    public void Trim()
    {
        if (_items is not null && Count < _items.Length - (_items.Length / 4))
            Volatile.Write(ref _items, _items.AsSpan(0, Count).ToArray());
    }

    private void Grow(int needed, int firstSize)
    {
        var size = Math.Max(needed, _items is null ? firstSize : (int)Math.Min(_items.Length * 2L, Array.MaxLength));
        var grown = new T[size];
        _items?.AsSpan(0, Count).CopyTo(grown);
        // A reader on another core must not see the array before what was copied into it.
        Volatile.Write(ref _items, grown);
    }
}
