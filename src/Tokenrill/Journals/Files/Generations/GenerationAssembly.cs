using Tokenrill.Logs;
using Tokenrill.Time;

namespace Tokenrill.Journals.Files;

/// <summary>Puts a generation together from its records, which come in the order of their events; some may be there twice.</summary>
internal sealed class GenerationAssembly(Clock clock)
{
    private readonly GenerationLog _log = new(clock);
    private GenerationHead? _head;
    private EventReader? _events;
    private bool _hasGap;

    /// <summary>Takes a record.</summary>
    /// <exception cref="InvalidDataException">It is none of a generation.</exception>
    public void Add(in RecordHeader header, ReadOnlySpan<byte> payload)
    {
        if ((JournalKind)header.Kind == JournalKind.GenerationHead)
        {
            _head ??= JournalJson.Read(payload, JournalJson.Default.GenerationHead);
            _events ??= new EventReader(_log, _head);
        }
        else if (_events is null || !_events.Read(header.Sequence, header.Count, payload))
        {
            _hasGap = true;
        }
    }

    /// <summary>The generation, up to the first event that is missing; null when it cannot be said what it is, or that it began.</summary>
    public StoredGeneration? Build()
    {
        if (_head is null || _log.LastAppended == 0)
            return null;
        var hasEnd = _log.Entry(_log.LastAppended).Kind.IsTerminal();
        return new StoredGeneration(_head, _log, _head.IsDamaged || (_hasGap && !hasEnd) || (_head.FinishedAt is not null && !hasEnd));
    }
}
