using Tokenrill.Signals;

namespace Tokenrill.Sessions;

/// <summary>The signals of one session. Whatever happens to them stands in the session's log.</summary>
public sealed class SessionSignals
{
    private readonly Action<SessionEvent> _happened;
    private readonly Func<IReadOnlyList<SessionEvent>> _read;
    private readonly Lock _lock;
    private readonly HashSet<string> _ids;
    private Signal[]? _all;
    private bool _isClosed;

    /// <summary>Those of a new session, or stored ones.</summary>
    /// <param name="lock">The session's.</param>
    /// <param name="happened">Told of all that happens to them, in order.</param>
    /// <param name="ids">The ids of those that are stored.</param>
    /// <param name="read">Reads what happened in the session from where it is stored.</param>
    internal SessionSignals(Lock @lock, Action<SessionEvent> happened, IReadOnlyCollection<string> ids, Func<IReadOnlyList<SessionEvent>> read)
    {
        _lock = @lock;
        _happened = happened;
        _read = read;
        _ids = [.. ids];
        _all = ids.Count == 0 ? [] : null;
    }

    /// <summary>Those there are now, oldest first, the dismissed ones too. A list that was given does not change.</summary>
    public IReadOnlyList<Signal> All
    {
        get
        {
            lock (_lock)
                return Loaded();
        }
    }

    /// <summary>Whether there is one by that id.</summary>
    internal bool Has(string id)
    {
        lock (_lock)
            return _ids.Contains(id);
    }

    /// <summary>Adds signals, unless the session was deleted.</summary>
    internal void Add(IReadOnlyList<Signal> signals)
    {
        lock (_lock)
        {
            if (_isClosed)
                return;
            _all = [.. Loaded(), .. signals];
            foreach (var signal in signals)
            {
                _ids.Add(signal.Id);
                _happened(new SignalCreated(signal));
            }
        }
    }

    /// <summary>Says that a signal is of no use; null when there is none by that id. Said again, it changes nothing.</summary>
    internal Signal? Dismiss(string id)
    {
        lock (_lock)
        {
            var all = Loaded();
            var place = Array.FindIndex(all, signal => signal.Id == id);
            if (place < 0)
                return null;
            if (all[place].IsDismissed)
                return all[place];
            // A copy: the one there is may be being read.
            Signal[] changed = [.. all];
            changed[place] = changed[place] with { IsDismissed = true };
            _all = changed;
            _happened(new SignalDismissed(id));
            return changed[place];
        }
    }

    /// <summary>Lets go of them.</summary>
    /// <param name="isStored">Whether all of them are stored. Asked under the lock, under which they are handed over.</param>
    internal void Park(Func<bool> isStored)
    {
        lock (_lock)
            if (!_isClosed && _ids.Count > 0 && isStored())
                _all = null;
    }

    /// <summary>The session was deleted: forgets them, and takes no more.</summary>
    internal void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            _all = [];
            _ids.Clear();
        }
    }

    /// <summary>The signals as they stand when all this has happened, oldest first.</summary>
    internal static Signal[] After(IReadOnlyList<SessionEvent> events)
    {
        var dismissed = events.OfType<SignalDismissed>().Select(next => next.Signal).ToHashSet();
        return [.. events.OfType<SignalCreated>().Select(next => next.Signal with { IsDismissed = dismissed.Contains(next.Signal.Id) })];
    }

    private Signal[] Loaded()
    {
        if (_all is not null)
            return _all;
        return _all = After(_read());
    }
}
