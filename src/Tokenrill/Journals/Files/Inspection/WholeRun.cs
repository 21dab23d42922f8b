using Tokenrill.Logs;

namespace Tokenrill.Journals.Files;

/// <summary>The stretch in which all of a generation that has ended should stand, while it is read: its head, then its events, and nothing else.</summary>
internal sealed class WholeRun(Guid subject, CheckedGeneration generation, RecordPlace head)
{
    private readonly HashSet<int> _calls = [];
    private int _covered;

    public CheckedGeneration Generation => generation;

    /// <summary>Behind its last record so far.</summary>
    public RecordPlace Next { get; private set; } = head with { Offset = head.Offset + head.Length, Length = 0 };

    public bool IsComplete => _covered == generation.Promised;

    /// <summary>Whether a record goes on with it.</summary>
    public bool GoesOnWith(in RecordHeader header, RecordPlace place) =>
        header.Subject == subject && (header.Flags & JournalFlags.Whole) != 0 && place.Segment == Next.Segment && place.Offset == Next.Offset;

    /// <summary>Goes on to the next record.</summary>
    /// <exception cref="InvalidDataException">It does not follow.</exception>
    public void Begin(in RecordHeader header, RecordPlace place)
    {
        if (header.Sequence != _covered + 1)
            throw new InvalidDataException($"{SubjectId.OfGeneration(subject)} goes on with event {header.Sequence} behind event {_covered}.");
        _covered += header.Count;
        Next = place with { Offset = place.Offset + place.Length, Length = 0 };
    }

    /// <summary>Takes an event of that record.</summary>
    /// <exception cref="InvalidDataException">It has no place there.</exception>
    public void Take(int sequence, in StoredEvent next)
    {
        if (next.Kind.IsTerminal() != (sequence == generation.Promised))
            throw new InvalidDataException($"{SubjectId.OfGeneration(subject)} has {generation.Promised} events, and event {sequence} is \"{next.Kind.WireName()}\".");
        if (next.Detail is ToolCallDetail call)
            _calls.Add(call.Index);
        if (next.Kind == EventKind.ToolCallFragment && !_calls.Contains(next.Call))
            throw new InvalidDataException($"Event {sequence} of {SubjectId.OfGeneration(subject)} is a piece of a tool call that has not begun.");
    }
}
