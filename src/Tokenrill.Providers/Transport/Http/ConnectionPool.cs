namespace Tokenrill.Providers.Transport.Http;

/// <summary>The connections to one provider that wait for their next request; the last one that came goes first, so
/// that those a burst has opened are left alone and close.</summary>
internal sealed class ConnectionPool : IDisposable
{
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(5);

    // What is due within this is closed in the same round, so that there is at most one round in it and nothing stays too long.
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly List<HttpConnection> _idle = [];
    private readonly ITimer _sweep;
    private long _sweepAt = long.MaxValue;
    private bool _isDisposed;

    public ConnectionPool(TimeProvider time)
    {
        _time = time;
        _sweep = time.CreateTimer(static pool => ((ConnectionPool)pool!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed), this);

    /// <summary>A connection that is open and silent, or null when there is none.</summary>
    public HttpConnection? TryTake()
    {
        while (TryPop() is { } connection)
        {
            if (_time.GetTimestamp() < connection.IdleUntil && connection.Age < LongestLife && connection.IsSilent)
                return connection;
            connection.Dispose();
        }
        return null;
    }

    /// <summary>Takes a connection whose response has ended, or closes it if it cannot be used again.</summary>
    public void Return(HttpConnection connection)
    {
        var idle = LongestIdle;
        // A second of the server's time is lost on the way, and a request that meets its close is a failure.
        if (connection.Head.KeepAliveSeconds is { } seconds && seconds - 1 < idle.TotalSeconds)
            idle = TimeSpan.FromSeconds(seconds - 1);
        if (!connection.CanBeReused || idle <= TimeSpan.Zero || connection.Age >= LongestLife || !TryPush(connection, idle))
            connection.Dispose();
    }

    /// <summary>Closes all that are idle. Those in use are closed when they come back.</summary>
    public void Dispose()
    {
        lock (_lock)
            _isDisposed = true;
        _sweep.Dispose();
        while (TryPop() is { } connection)
            connection.Dispose();
    }

    private HttpConnection? TryPop()
    {
        lock (_lock)
        {
            if (_idle.Count == 0)
                return null;
            var connection = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
            return connection;
        }
    }

    private bool TryPush(HttpConnection connection, TimeSpan idle)
    {
        connection.IsReused = true;
        lock (_lock)
        {
            if (_isDisposed)
                return false;
            var now = _time.GetTimestamp();
            connection.IdleUntil = now + Ticks(idle);
            _idle.Add(connection);
            SweepAt(now, connection.IdleUntil);
            return true;
        }
    }

    private void Sweep()
    {
        List<HttpConnection>? expired = null;
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            _sweepAt = long.MaxValue;
            for (var i = _idle.Count - 1; i >= 0; i--)
            {
                if (_idle[i].IdleUntil >= now + Ticks(Round))
                    continue;
                (expired ??= []).Add(_idle[i]);
                _idle.RemoveAt(i);
            }
            if (_idle.Count > 0)
                SweepAt(now, _idle.Min(static connection => connection.IdleUntil));
        }
        foreach (var connection in expired ?? [])
            connection.Dispose();
    }

    private void SweepAt(long now, long due)
    {
        if (due >= _sweepAt || _isDisposed)
            return;
        _sweepAt = due;
        _sweep.Change(_time.GetElapsedTime(now, due), Timeout.InfiniteTimeSpan);
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);
}
