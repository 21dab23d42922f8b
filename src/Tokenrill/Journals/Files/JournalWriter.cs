using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Tokenrill.Diagnostics;
using Tokenrill.Options;
using Tokenrill.Time;

namespace Tokenrill.Journals.Files;

/// <summary>The one thread that writes: takes what has happened since the last round and writes it in one go. Whoever makes something
/// happen only leaves a mark.</summary>
internal sealed class JournalWriter : IDisposable
{
    /// <summary>How long a batch is collected: with the time it takes to write it, some 50 ms can be lost, more on a machine whose cores
    /// are all busy.</summary>
    public static readonly TimeSpan Batch = TimeSpan.FromMilliseconds(40);

    /// <summary>How long to wait before trying again what the disk has refused.</summary>
    public static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly JournalStore _store;
    private readonly JournalRound _round;
    private readonly JournalUpkeep _upkeep;
    private readonly JournalHealth _health;
    private readonly JournalEvents _events;
    private readonly bool _isStrict;
    private readonly GrownGenerations _grown = new();
    private readonly ConcurrentQueue<SessionChange> _changes = new();
    private readonly ConcurrentQueue<TaskCompletionSource> _waiting = new();
    private readonly WakeSignal _wake = new(Batch);
    private readonly ITimer _retryTimer;
    private readonly ITimer _upkeepTimer;
    private readonly Thread _thread;
    private int _isDue;
    private volatile bool _isLast;
    private volatile bool _isOver;

    public JournalWriter(JournalStore store, JournalUpkeep upkeep, JournalHealth health, JournalEvents events, StorageOptions options, Clock clock)
    {
        _store = store;
        _upkeep = upkeep;
        _health = health;
        _events = events;
        _isStrict = options.Durability == Durability.Strict;
        _round = new JournalRound(store, upkeep, options, clock);
        _retryTimer = clock.Provider.CreateTimer(static state => ((JournalWriter)state!)._wake.Set(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _upkeepTimer = clock.Provider.CreateTimer(static state => ((JournalWriter)state!)._wake.Set(), this, JournalUpkeep.Period, JournalUpkeep.Period);
        _thread = new Thread(Run) { IsBackground = true, Name = "Tokenrill journal" };
        if (upkeep.HasErasures)
            _wake.Set();
        _thread.Start();
    }

    public void Grown(GenerationTail tail)
    {
        if (!tail.Mark())
            return;
        _grown.Add(tail);
        HasWork();
    }

    public void Changed(in SessionChange change)
    {
        _changes.Enqueue(change);
        HasWork();
    }

    /// <summary>A session was deleted. It is erased now and not with the next batch: somebody waits for it.</summary>
    public void Erase(in SessionChange change)
    {
        _changes.Enqueue(change);
        _wake.Set();
        if (_isOver)
            RefuseRest();
    }

    /// <summary>Completes when everything said before is stored, or fails when it cannot be.</summary>
    public Task StoredAsync()
    {
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue(stored);
        _wake.Set();
        if (_isOver)
            RefuseRest();
        return stored.Task;
    }

    /// <summary>Writes what is left, and ends.</summary>
    public void Dispose()
    {
        _isLast = true;
        _wake.Set();
        _thread.Join();
        _retryTimer.Dispose();
        _upkeepTimer.Dispose();
    }

    private void HasWork()
    {
        // One who has to wait is enough; the others come along. While the disk refuses, the next try takes all of them.
        if (Interlocked.Exchange(ref _isDue, 1) == 1)
            return;
        if (_isStrict)
            _wake.Set();
        else
            _wake.SetSoon();
    }

    private void Run()
    {
        while (true)
        {
            _wake.Wait();
            var isLast = _isLast;
            Write(isLast);
            if (isLast)
                break;
        }
        _isOver = true;
        // Whoever comes later sees that it is over, or is seen here.
        Interlocked.MemoryBarrier();
        RefuseRest();
    }

    /// <summary>It has ended: what comes now is not stored any more, and nobody waits for it.</summary>
    private void RefuseRest()
    {
        while (_waiting.TryDequeue(out var stored))
            stored.TrySetException(JournalHealth.Refusal());
        foreach (var change in _changes)
            change.Erasure?.Refuse();
        _upkeep.Refuse();
    }

    private void Write(bool isLast)
    {
        // In this order: whoever waits has said before what they wait for, and who marks from now on wakes anew.
        var waiting = _waiting.Count;
        Volatile.Write(ref _isDue, 0);
        Interlocked.MemoryBarrier();
        _round.Take(_grown, TakeChanges());
        var unstored = Store(isLast);
        // Also when nothing can be stored: on a full disk, what has expired makes room.
        var undone = KeepUp(isLast);
        if ((unstored ?? undone) is { } fault)
            Fail(fault, undone is not null);
        else
            Heal();
        for (; waiting > 0 && _waiting.TryDequeue(out var stored); waiting--)
            Answer(stored);
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever goes wrong, this thread is the only one that stores; it says so, and tries again.")]
    private Exception? Store(bool isLast)
    {
        try
        {
            _round.Write(isLast);
            _round.Settle();
            return null;
        }
        catch (Exception exception)
        {
            // What reached these files is not to be trusted: all of it is written again, elsewhere.
            _store.Distrust();
            return exception;
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "As above.")]
    private Exception? KeepUp(bool isLast)
    {
        try
        {
            if (_upkeep.Next(isLast))
                _wake.Set();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private IEnumerable<SessionChange> TakeChanges()
    {
        for (var count = _changes.Count; count > 0 && _changes.TryDequeue(out var change); count--)
            yield return change;
    }

    private void Heal()
    {
        if (_health.Fault is null)
            return;
        _health.Fault = null;
        _events.Healed();
    }

    private void Fail(Exception exception, bool isUndone)
    {
        // The next try; until then nobody needs to wake this. This and the health come first: whoever is told may look, or let time pass.
        Volatile.Write(ref _isDue, 1);
        _wake.PutOff();
        _retryTimer.Change(Retry, Timeout.InfiniteTimeSpan);
        var isNews = _health.Fault is null;
        _health.Fault = exception.Message;
        if (isNews)
            _events.Failed(exception);
        if (_health.Fails)
            foreach (var tail in _round.Tails.ToArray())
                tail.Generation.Fail(GenerationError.Create(ErrorCode.StorageUnavailable));
        _round.Show();
        if (isUndone)
            _upkeep.Refuse();
        if (_round.GiveUpSurplus() is var (generations, happened) && generations + happened > 0)
            _events.GaveUp(generations, happened);
    }

    private void Answer(TaskCompletionSource stored)
    {
        if (_health.Fails)
            stored.TrySetException(JournalHealth.Refusal());
        else
            stored.TrySetResult();
    }
}
