using Tokenrill.Signals;

namespace Tokenrill.Sessions;

/// <summary>The signals of one session. Whatever happens to them stands in the session's log.</summary>
public sealed class SessionSignals
{
    private readonly SessionLog _log;
    private readonly Lock _lock = new();
    private volatile Signal[] _all = [];
    private bool _isClosed;

    internal SessionSignals(SessionLog log) => _log = log;

    /// <summary>Those there are now, oldest first, the dismissed ones too. A list that was given does not change.</summary>
    public IReadOnlyList<Signal> All => _all;

    /// <summary>Adds signals, unless the session was deleted.</summary>
    internal void Add(IReadOnlyList<Signal> signals)
    {
        lock (_lock)
        {
            if (_isClosed)
                return;
            _all = [.. _all, .. signals];
            foreach (var signal in signals)
                _log.Append(new SignalCreated(signal));
        }
    }

    /// <summary>Says that a signal is of no use; null when there is none by that id. Said again, it changes nothing.</summary>
    internal Signal? Dismiss(string id)
    {
        lock (_lock)
        {
            var place = Array.FindIndex(_all, signal => signal.Id == id);
            if (place < 0)
                return null;
            if (_all[place].IsDismissed)
                return _all[place];
            // A copy: the one there is may be being read.
            Signal[] changed = [.. _all];
            changed[place] = changed[place] with { IsDismissed = true };
            _all = changed;
            _log.Append(new SignalDismissed(id));
            return changed[place];
        }
    }

    /// <summary>The session was deleted: forgets them, and takes no more.</summary>
    internal void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            _all = [];
        }
    }
}
