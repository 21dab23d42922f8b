using System.Diagnostics.CodeAnalysis;

namespace Tokenrill.Polling;

/// <summary>Looks, while there is anything to do, whether the threads that poll still do: one that is held up by what it continues
/// would otherwise hold up every socket. Sleeps while nothing happens.</summary>
[SuppressMessage("Design", "CA1001", Justification = "It lives as long as the process.")]
internal sealed class PollGuard
{
    private const int CalmPeriods = 100;

    private readonly TimeSpan _period;
    private readonly Func<bool> _isWaiting;
    private readonly Action _takeOver;
    private readonly ManualResetEventSlim _never = new(initialState: false, spinCount: 0);
    private readonly AutoResetEvent _wake = new(initialState: false);
    private int _rounds;
    private bool _isAsleep;

    /// <param name="period">How often it looks.</param>
    /// <param name="isWaiting">Whether a thread waits for events, so that none can be stuck for good.</param>
    /// <param name="takeOver">Called when none waits, and none has come to wait for a period.</param>
    public PollGuard(TimeSpan period, Func<bool> isWaiting, Action takeOver)
    {
        (_period, _isWaiting, _takeOver) = (period, isWaiting, takeOver);
        new Thread(Run) { IsBackground = true, Name = "poll guard" }.Start();
    }

    /// <summary>Whether it sleeps, because nothing happens.</summary>
    public bool IsAsleep => Volatile.Read(ref _isAsleep);

    /// <summary>A thread has come to look for events, and has looked. From any of them: that it has changed is all that counts.</summary>
    public void Round()
    {
        Volatile.Write(ref _rounds, _rounds + 1);
        if (IsAsleep)
            Rouse();
    }

    private void Rouse()
    {
        Volatile.Write(ref _isAsleep, false);
        _wake.Set();
    }

    private void Run()
    {
        var seen = 0;
        var calm = 0;
        while (true)
        {
            _never.Wait(_period);
            var rounds = Volatile.Read(ref _rounds);
            if (rounds != seen)
            {
                (seen, calm) = (rounds, 0);
            }
            else if (!_isWaiting())
            {
                _takeOver();
            }
            else if (++calm == CalmPeriods)
            {
                Volatile.Write(ref _isAsleep, true);
                _wake.WaitOne();
                calm = 0;
            }
        }
    }
}
