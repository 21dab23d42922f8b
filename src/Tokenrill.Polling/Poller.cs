using System.Diagnostics.CodeAnalysis;
using Tokenrill.Polling.Epoll;

namespace Tokenrill.Polling;

/// <summary>
/// The threads that hear from the kernel what sockets are ready for, and continue whoever waited. There is one for each core, and no
/// more of them work than there is work for: at most one waits, the others are parked. Events that come one by one are all heard by that
/// one, several at a time, because waking a thread for each would cost more than what it is woken for. Who finds a whole batch wakes the next.
/// </summary>
/// <remarks>What is continued must not block. If it does all the same, another thread takes over after a period of the guard or two.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "It lives as long as the process.")]
internal sealed class Poller
{
    // So many that one thread takes at once; where there are more, another is worth its waking.
    private const int BatchMost = 16;

    private const int ThreadsMost = 16;

    // Milliseconds. In a moment comes most of what something can go together with, and nobody notices that it passes.
    private const int Forever = -1, NoTime = 0, Moment = 1;

    private static readonly TimeSpan GuardPeriod = TimeSpan.FromMilliseconds(20);

    private static readonly Lazy<Poller> LazyShared = new(static () => new Poller(Math.Clamp(Environment.ProcessorCount, 2, ThreadsMost)));

    [ThreadStatic]
    private static Deferrals? _deferrals;

    private readonly WatchedSockets _sockets = new();
    private readonly EpollHandle _epoll = EpollHandle.Create();
    private readonly ParkedThreads _parked = new();
    private readonly PollGuard _guard;
    private int _isAwaited;

    /// <param name="threads">How many; of one alone, nobody could take over.</param>
    /// <param name="guardPeriod">How often the guard looks; null: every 20 ms.</param>
    internal Poller(int threads, TimeSpan? guardPeriod = null)
    {
        _guard = new PollGuard(guardPeriod ?? GuardPeriod, () => Volatile.Read(ref _isAwaited) == 1, _parked.Wake);
        for (var i = 0; i < threads; i++)
            new Thread(Run) { IsBackground = true, Name = "poll" }.Start();
    }

    /// <summary>Whether this system has what it takes.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux();

    /// <summary>The process's only one; begins with its first use and ends with the process.</summary>
    public static Poller Shared => LazyShared.Value;

    /// <summary>Whether nothing has happened for so long that nobody looks after the threads.</summary>
    internal bool IsUnguarded => _guard.IsAsleep;

    /// <summary>How many sockets are watched.</summary>
    public int Count => _sockets.Count;

    internal void Watch(PolledSocket socket)
    {
        _sockets.Add(socket);
        try
        {
            _epoll.Watch(socket.Socket.SafeHandle, socket.Key);
        }
        catch
        {
            Forget(socket);
            throw;
        }
    }

    // Closing the socket ends the kernel's watch.
    internal void Forget(PolledSocket socket) => _sockets.Remove(socket);

    /// <summary>Has something done when this thread has had nothing else to do for a moment, and after <see cref="Deferrals.Longest"/> in any case. False on a thread
    /// that does not poll: then it is to be done now.</summary>
    public static bool TryDefer(IDeferred work, int turn)
    {
        if (_deferrals is not { } deferrals)
            return false;
        deferrals.Add(work, turn);
        return true;
    }

    private void Run()
    {
        var deferrals = _deferrals = new Deferrals(TimeProvider.System);
        var batch = new EpollBatch(BatchMost);
        while (true)
        {
            var count = Wait(batch, deferrals);
            if (count == batch.Most)
                _parked.Wake();
            for (var i = 0; i < count; i++)
            {
                var (events, key) = batch[i];
                _sockets.Find(key)?.Tell(events);
            }
            deferrals.DoOverdue();
        }
    }

    /// <summary>The next events: waits for them if nobody else does, and is parked when somebody does and there are none.</summary>
    private int Wait(EpollBatch batch, Deferrals deferrals)
    {
        while (true)
        {
            if (!deferrals.IsEmpty)
            {
                if (_epoll.Wait(batch, Moment) is var found and > 0)
                {
                    _guard.Round();
                    return found;
                }
                deferrals.DoAll();
            }
            var waits = Interlocked.Exchange(ref _isAwaited, 1) == 0;
            var count = _epoll.Wait(batch, waits ? Forever : NoTime);
            if (waits)
                Volatile.Write(ref _isAwaited, 0);
            // Behind the wait: what follows is what may take too long.
            _guard.Round();
            if (count > 0)
                return count;
            if (!waits)
                _parked.Park();
        }
    }
}
