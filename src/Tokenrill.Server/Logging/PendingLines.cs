namespace Tokenrill.Server.Logging;

/// <summary>The lines that wait for the one who writes them. Adding one copies it under a short lock and waits for nothing
/// else; taking takes all there are. When they are too many, those that come are counted instead, until all are taken:
/// so what is missing is missing in one place.</summary>
internal sealed class PendingLines(int most) : IDisposable
{
    private const int Usual = 64 * 1024, Kept = 256 * 1024;

    // Waking a thread costs the one who logs more than the line itself, and where lines come they come in numbers.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _closed = new(initialState: false, spinCount: 0);
    private readonly AutoResetEvent _wake = new(initialState: false);
    private byte[] _bytes = new byte[Usual];
    private byte[] _taken = new byte[Usual];
    private int _length;
    private int _dropped;
    private bool _isWaitedFor;
    private bool _isClosed;

    public void Add(ReadOnlySpan<byte> line)
    {
        bool wakes;
        lock (_lock)
        {
            if (_isClosed)
                return;
            if (_dropped > 0 || line.Length > most - _length)
                _dropped++;
            else
                Append(line);
            wakes = EndsWaiting();
        }
        if (wakes)
            _wake.Set();
    }

    /// <summary>From now on nothing is added; what is here can still be taken.</summary>
    public void Close()
    {
        bool wakes;
        lock (_lock)
        {
            _isClosed = true;
            wakes = EndsWaiting();
        }
        if (wakes)
            _wake.Set();
        _closed.Set();
    }

    /// <summary>Waits for lines, for 20 ms after the first so that others can join it, and takes them, and says how many were dropped behind them. False when nothing will come
    /// any more. The lines are good until the next call, and there is one at a time.</summary>
    public bool Take(out ReadOnlySpan<byte> lines, out int dropped)
    {
        while (true)
        {
            lock (_lock)
            {
                if (_length > 0 || _dropped > 0 || _isClosed)
                {
                    lines = _bytes.AsSpan(0, _length);
                    dropped = _dropped;
                    // What a flood took is given back.
                    (_bytes, _taken) = (_taken.Length > Kept ? new byte[Usual] : _taken, _bytes);
                    _length = 0;
                    _dropped = 0;
                    return lines.Length > 0 || dropped > 0;
                }
                _isWaitedFor = true;
            }
            _wake.WaitOne();
            _closed.Wait(Gathering);
        }
    }

    public void Dispose()
    {
        _wake.Dispose();
        _closed.Dispose();
    }

    private void Append(ReadOnlySpan<byte> line)
    {
        if (_bytes.Length - _length < line.Length)
            Array.Resize(ref _bytes, Math.Min(most, Math.Max(2 * _bytes.Length, _length + line.Length)));
        line.CopyTo(_bytes.AsSpan(_length));
        _length += line.Length;
    }

    /// <summary>Whether somebody must be woken: who is busy writing looks again by himself.</summary>
    private bool EndsWaiting()
    {
        var isWaitedFor = _isWaitedFor;
        _isWaitedFor = false;
        return isWaitedFor;
    }
}
