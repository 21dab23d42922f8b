using Tokenrill.Providers.Transport;

namespace Tokenrill.Providers.OpenAI;

/// <summary>Which call of the answer a fragment belongs to, and whether its id and name were told already: some servers
/// leave the index out, some repeat id and name in every fragment.</summary>
internal sealed class ToolCallSlots(ProviderIdentity provider)
{
    private const int MaxCalls = 1024;

    private readonly List<Slot> _slots = [];

    /// <param name="index">What the fragment says itself.</param>
    /// <param name="position">Where it stands in its array.</param>
    /// <param name="id">Its id; emptied when the call has one already.</param>
    /// <param name="name">Its name; emptied when the call has one already.</param>
    /// <exception cref="ProviderException"><see cref="ErrorCode.ProviderProtocol"/>: no answer has that many calls.</exception>
    public int Resolve(int? index, int position, ref ReadOnlySpan<byte> id, ref ReadOnlySpan<byte> name)
    {
        var resolved = index ?? Guess(position, id);
        if (resolved is < 0 or >= MaxCalls)
            throw provider.Failure(ErrorCode.ProviderProtocol, "a tool call's index is out of range");
        while (_slots.Count <= resolved)
            _slots.Add(new Slot());
        var slot = _slots[resolved];
        if (slot.Id is not null)
            id = default;
        else if (!id.IsEmpty)
            slot.Id = id.ToArray();
        if (slot.HasName)
            name = default;
        else
            slot.HasName = !name.IsEmpty;
        return resolved;
    }

    /// <summary>Without an index a call is known by its id, and a fragment without an id continues the call at its place.</summary>
    private int Guess(int position, ReadOnlySpan<byte> id)
    {
        if (id.IsEmpty || position >= _slots.Count)
            return position;
        for (var i = 0; i < _slots.Count; i++)
            if (_slots[i].Id is { } known && id.SequenceEqual(known))
                return i;
        return _slots[position].Id is null ? position : _slots.Count;
    }

    private sealed class Slot
    {
        public byte[]? Id { get; set; }

        public bool HasName { get; set; }
    }
}
