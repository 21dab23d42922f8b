using Tokenrill.Sessions;

namespace Tokenrill.Journals.Files;

/// <summary>Finds the sessions in the files: what is known of each without what was said in it, and where that is.</summary>
internal sealed class SessionRecovery(JournalStore store)
{
    private readonly Dictionary<Guid, SessionOutline> _outlines = [];
    private readonly Dictionary<Guid, SessionErased> _erased = [];
    private readonly HashSet<Guid> _left = [];
    private readonly HashSet<Segment> _stained = [];
    private readonly HashSet<Guid> _generations = [];

    /// <summary>All sessions, in the order in which they began.</summary>
    public IReadOnlyList<SessionOutline> Outlines => [.. _outlines.Values.OrderBy(outline => outline.CreatedAt)];

    /// <summary>The sessions that were deleted, and their generations.</summary>
    public IReadOnlyDictionary<Guid, SessionErased> Erased => _erased;

    /// <summary>The generations of all sessions that were deleted.</summary>
    public IReadOnlySet<Guid> ErasedGenerations => _erased.Values.SelectMany(erased => erased.Generations).Select(SubjectId.Of).ToHashSet();

    /// <summary>Whether a session knows of a generation.</summary>
    public bool Knows(Guid generation) => _generations.Contains(generation);

    /// <summary>The sessions that were deleted and of which something is still there.</summary>
    public IReadOnlySet<Guid> Left => _left;

    /// <summary>The segments that have something of those.</summary>
    public IReadOnlySet<Segment> Stained => _stained;

    /// <summary>Takes a record.</summary>
    /// <exception cref="InvalidDataException">It makes no sense.</exception>
    public void Add(in RecordHeader header, RecordPlace place, ReadOnlySpan<byte> payload)
    {
        if ((JournalKind)header.Kind == JournalKind.SessionErased)
        {
            _erased[header.Subject] = SessionRecords.ReadErased(payload);
            if (!_outlines.Remove(header.Subject) || !store.SessionTails.TryRemove(header.Subject, out var erased))
                return;
            _left.Add(header.Subject);
            _stained.UnionWith(erased.Places.Select(left => left.Segment));
        }
        else if (_erased.ContainsKey(header.Subject))
        {
            _left.Add(header.Subject);
            _stained.Add(place.Segment);
        }
        else
        {
            AddEvents(header, place, payload);
        }
    }

    private void AddEvents(in RecordHeader header, RecordPlace place, ReadOnlySpan<byte> payload)
    {
        var events = SessionRecords.ReadEvents(header, payload);
        if (!_outlines.TryGetValue(header.Subject, out var outline))
            _outlines.Add(header.Subject, outline = SessionRecords.ReadSession(header.Subject, payload));
        if (events.All(happened => happened.Sequence > 0 && happened.Sequence <= outline.LastSequence))
        {
            // It was written again, because nobody knew whether it had reached the disk. It had.
            store.Distrusted[place.Segment] = true;
            return;
        }
        foreach (var happened in events)
        {
            outline.Add(happened);
            if (happened is MessageCreated { Message.Generation: { } generation })
                _generations.Add(SubjectId.Of(generation));
        }
        store.SessionTails.GetOrAdd(header.Subject, static subject => new SessionTail(subject)).Add(place);
    }
}
