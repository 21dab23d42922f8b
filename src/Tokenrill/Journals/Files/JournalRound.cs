using Tokenrill.Logs;
using Tokenrill.Options;
using Tokenrill.Time;

namespace Tokenrill.Journals.Files;

/// <summary>Writes, in one go, what all generations and sessions have said since the last time. What could not be written is kept for
/// the next round.</summary>
internal sealed class JournalRound
{
    // A round is written in parts of this size, so that the memory for it stays small.
    private const int PartBytes = 4 << 20;

    private readonly JournalStore _store;
    private readonly JournalUpkeep _upkeep;
    private readonly StorageOptions _options;
    private readonly Clock _clock;
    private readonly List<GenerationTail> _tails = [];
    private readonly List<SessionChange> _changes = [];
    private readonly List<(GenerationTail Tail, int Last, StoredRun? Run)> _written = [];
    private readonly List<RecordPlace> _places = [];
    private readonly RecordBuffer _generationRecords = new();
    private readonly RecordBuffer _sessionRecords = new();
    private readonly GenerationWriter _generations;
    private readonly SessionRecords _sessions;

    public JournalRound(JournalStore store, JournalUpkeep upkeep, StorageOptions options, Clock clock)
    {
        _store = store;
        _upkeep = upkeep;
        _options = options;
        _clock = clock;
        _generations = new GenerationWriter(_generationRecords);
        _sessions = new SessionRecords(_sessionRecords);
    }

    private bool IsStrict => _options.Durability == Durability.Strict;

    /// <summary>The generations that are not stored as far as they have come.</summary>
    public IReadOnlyList<GenerationTail> Tails => _tails;

    /// <summary>Takes what has happened since the last time.</summary>
    public void Take(GrownGenerations grown, IEnumerable<SessionChange> changes)
    {
        // In this order: a generation grows before its session learns of it, so whatever a session knows is taken here.
        _changes.AddRange(changes);
        grown.TakeInto(_tails);
        // The end of an answer never stands in a session before it stands in its generation.
        foreach (var step in _changes.SelectMany(static change => change.Steps))
            if (step.Ended?.JournalState is GenerationTail { IsTaken: false, IsWaiting: true } tail)
            {
                tail.IsTaken = true;
                _tails.Add(tail);
            }
        // All of them up to the same moment: however long the writing takes, what it leaves to the next round is younger than what it writes.
        foreach (var tail in _tails)
            tail.Upto = tail.Generation.Log.LastAppended;
    }

    /// <summary>Writes it, and has it on the disk where that is asked for.</summary>
    /// <exception cref="IOException">It could not be written; nothing of it counts.</exception>
    public void Write(bool isLast)
    {
        _written.Clear();
        _places.Clear();
        // Some have nothing more to say than the last round wrote already: no file is begun for them.
        if (_tails.Exists(static tail => tail.HasMore))
            Flush(_store.Generations, WriteGenerations(), isLast);
        // What a session knows of a generation is never on the disk before it.
        if (_changes.Count > 0)
            Flush(_store.Sessions, WriteSessions(), isLast);
    }

    private void Flush(SegmentFamily family, Segment segment, bool isLast)
    {
        if (_options.Durability != Durability.None || isLast)
            family.Flush(segment);
    }

    /// <summary>It is stored: whoever waits for that may see it.</summary>
    public void Settle()
    {
        foreach (var tail in _tails)
        {
            tail.IsTaken = false;
            // Of one that is erased nothing is written any more, and whoever reads it still learns how it ended.
            if (tail.IsErased)
                tail.Generation.Log.Publish();
        }
        foreach (var (tail, last, run) in _written)
            Settle(tail, last, run);
        for (var i = 0; i < _changes.Count; i++)
            Settle(_changes[i], _places[i]);
        _tails.Clear();
        _changes.Clear();
    }

    /// <summary>It is not stored, and is seen all the same.</summary>
    public void Show()
    {
        foreach (var tail in _tails)
            tail.Generation.Log.Publish();
        foreach (var change in _changes)
        {
            change.Session.Log.Publish(change.Last);
            change.Erasure?.Refuse();
        }
    }

    /// <summary>Lets go of what is held in memory only because it could not be stored, the oldest first, until no more is held than may be.</summary>
    /// <returns>How many were let go of: generations that have ended, and events of sessions.</returns>
    public (int Generations, int Events) GiveUpSurplus() => (GiveUpGenerations(), GiveUpChanges());

    private int GiveUpGenerations()
    {
        var bytes = _tails.Sum(static tail => tail.Generation.HasEnded ? tail.Generation.Log.MemoryBytes : 0);
        return _tails.RemoveAll(tail =>
        {
            if (bytes <= _options.MemoryBytes || !tail.Generation.HasEnded)
                return false;
            bytes -= tail.Generation.Log.MemoryBytes;
            tail.IsGivenUp = true;
            if (tail.FirstSegment > 0)
                _store.FirstSegments[tail.Subject] = tail.FirstSegment;
            _store.Unfinished.TryRemove(tail.Subject, out _);
            return true;
        });
    }

    private int GiveUpChanges()
    {
        var bytes = _changes.Sum(static change => change.MemoryBytes);
        return _changes.RemoveAll(change =>
        {
            if (bytes <= _options.MemoryBytes || change.IsErasure)
                return false;
            bytes -= change.MemoryBytes;
            change.Tail.GivenUp();
            return true;
        });
    }

    private Segment WriteGenerations()
    {
        var active = _store.Generations.Active;
        _generationRecords.Clear();
        foreach (var tail in _tails)
        {
            Encode(tail, active);
            if (_generationRecords.Length >= PartBytes)
                AppendGenerations(active);
        }
        AppendGenerations(active);
        return active;
    }

    private void Encode(GenerationTail tail, Segment active)
    {
        if (!tail.HasMore)
            return;
        var log = tail.Generation.Log;
        var last = tail.Upto;
        var hasEnded = log.Entry(last).Kind.IsTerminal();
        var start = _generationRecords.Length;
        var flags = hasEnded ? JournalFlags.Whole : JournalFlags.None;
        var first = hasEnded ? 1 : tail.Stored + 1;
        if (first == 1)
            _generations.WriteHead(tail.Generation.HeadAt(hasEnded ? _clock.UtcNow : null), tail.Subject, hasEnded ? last : 0, flags, active.Salt);
        _generations.Write(log, tail.Subject, tail.Generation.Epoch, first, last, flags, active.Salt);
        if (tail.FirstSegment == 0)
            tail.FirstSegment = active.Number;
        StoredRun? run = hasEnded
            ? new StoredRun(active, active.Length + start, _generationRecords.Length - start, tail.FirstSegment, _clock.UtcNow.UtcTicks)
            : null;
        _written.Add((tail, last, run));
    }

    private void AppendGenerations(Segment active)
    {
        if (_generationRecords.Length > 0)
            _store.Generations.Append(active, _generationRecords.Written);
        _generationRecords.Clear();
    }

    private Segment WriteSessions()
    {
        var active = _store.Sessions.Active;
        _sessionRecords.Clear();
        foreach (var change in _changes)
        {
            var start = _sessionRecords.Length;
            if (!change.Tail.IsErased || change.IsErasure)
                _sessions.Write(change, active.Salt);
            _places.Add(new RecordPlace(active, active.Length + start, _sessionRecords.Length - start));
            if (_sessionRecords.Length >= PartBytes)
                AppendSessions(active);
        }
        AppendSessions(active);
        return active;
    }

    private void AppendSessions(Segment active)
    {
        if (_sessionRecords.Length > 0)
            _store.Sessions.Append(active, _sessionRecords.Written);
        _sessionRecords.Clear();
    }

    private void Settle(GenerationTail tail, int last, StoredRun? run)
    {
        tail.Stored = last;
        if (IsStrict)
            tail.Generation.Log.Publish(last);
        if (run is not { } whole || tail.IsErased)
            return;
        _store.Finished.Add(tail.Subject, whole);
        tail.IsWhole = true;
        _store.Unfinished.TryRemove(tail.Subject, out _);
        // Nobody asks for it any more, and the generation stays in memory for a while.
        tail.Generation.JournalState = null;
    }

    private void Settle(in SessionChange change, RecordPlace place)
    {
        if (change.Erasure is { } erasure)
            _upkeep.Add(erasure);
        // One that is erased since it was written is still where it was written.
        if (change.IsErasure || place.Length == 0)
            return;
        change.Tail.Stored(place);
        if (IsStrict)
            change.Session.Log.Publish(change.Last);
    }
}
