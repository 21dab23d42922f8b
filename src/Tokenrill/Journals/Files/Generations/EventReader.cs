using Tokenrill.Logs;

namespace Tokenrill.Journals.Files;

/// <summary>Reads what <see cref="GenerationWriter"/> wrote into a log.</summary>
internal sealed class EventReader(GenerationLog log, GenerationHead head)
{
    private readonly Dictionary<int, int> _calls = [];
    private int _details;

    /// <summary>Reads the events of one record. Those that the log has already are passed over.</summary>
    /// <returns>False when events before them are missing: nothing was read.</returns>
    /// <exception cref="InvalidDataException">They are none.</exception>
    public bool Read(int first, int count, ReadOnlySpan<byte> payload)
    {
        if (first > log.LastAppended + 1)
            return false;
        for (var sequence = first; sequence < first + count; sequence++)
        {
            var next = StoredEvent.Take(ref payload);
            if (sequence > log.LastAppended)
                Restore(next);
        }
        return true;
    }

    private void Restore(in StoredEvent next)
    {
        var detail = next.Kind switch
        {
            EventKind.Started => new StartedDetail(head.Id, head.Session, head.Model, head.CreatedAt),
            EventKind.Interrupted => InterruptedDetail.Instance,
            _ => next.Detail,
        };
        var place = -1;
        if (next.Kind == EventKind.ToolCallFragment && !_calls.TryGetValue(next.Call, out place))
            throw new InvalidDataException("A piece of a tool call comes before its call.");
        if (detail is ToolCallDetail call)
            _calls[call.Index] = _details;
        if (detail is not null)
            _details++;
        log.Restore(next.Kind, next.Elapsed, next.Bytes, detail, place);
    }
}
