namespace Tokenrill.Sessions;

/// <summary>The session gate of a single process.</summary>
/// <remarks>A newcomer takes the slot at once and then waits, outside the lock, for the one it displaced. So of a hundred
/// that arrive together the last has the slot, and each of the others learns at once that it lost, even while it waits.</remarks>
internal sealed class MemorySessionGate(TimeProvider time) : ISessionGate
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SessionKey, Claim> _active = [];
    private long _epoch;

    /// <summary>How many sessions are claimed.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _active.Count;
        }
    }

    /// <summary>Claims go on from what a process before this one has given out.</summary>
    public void GoOnFrom(long epoch)
    {
        lock (_lock)
            _epoch = Math.Max(_epoch, epoch);
    }

    public ValueTask<SessionClaimResult> ClaimAsync(SessionKey key, ISessionHolder holder, OnBusy onBusy, CancellationToken cancellationToken)
    {
        Claim? displaced;
        Claim claim;
        lock (_lock)
        {
            _active.TryGetValue(key, out displaced);
            // One that has ended and only cleans up is nobody to attach to, and no reason to refuse.
            if (displaced is { Holder.HasEnded: false } && !Displaces(holder, displaced.Holder, onBusy))
                return new(new SessionClaimResult(null, displaced.Holder.Id));
            claim = new Claim(this, key, holder, ++_epoch, displaced);
            _active[key] = claim;
        }
        displaced?.Holder.SupersededBy(holder.Id);
        return new(new SessionClaimResult(claim, null));
    }

    public ValueTask<string?> FindActiveAsync(SessionKey key, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new(_active.TryGetValue(key, out var claim) && !claim.Holder.HasEnded ? claim.Holder.Id : null);
    }

    private static bool Displaces(ISessionHolder newcomer, ISessionHolder active, OnBusy onBusy) => onBusy switch
    {
        OnBusy.Supersede => true,
        OnBusy.Attach => newcomer.Subject is { } subject && subject != active.Subject,
        _ => false,
    };

    private void Release(Claim claim)
    {
        lock (_lock)
            if (_active.TryGetValue(claim.Key, out var active) && active == claim)
                _active.Remove(claim.Key);
    }

    private sealed class Claim(MemorySessionGate gate, SessionKey key, ISessionHolder holder, long epoch, Claim? predecessor) : ISessionClaim
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Claim? _predecessor = predecessor;

        public SessionKey Key => key;

        public ISessionHolder Holder => holder;

        public long Epoch => epoch;

        public async Task<bool> WaitForPredecessorAsync(TimeSpan patience, CancellationToken cancellationToken)
        {
            // Taken, so that a chain of a thousand claims is not kept alive by its last.
            if (Interlocked.Exchange(ref _predecessor, null) is not { } predecessor)
                return true;
            try
            {
                await predecessor._released.Task.WaitAsync(patience, gate.Time, cancellationToken);
                return true;
            }
            catch (TimeoutException)
            {
                return false;
            }
        }

        public void Release()
        {
            if (_released.TrySetResult())
                gate.Release(this);
        }
    }

    private TimeProvider Time => time;
}
