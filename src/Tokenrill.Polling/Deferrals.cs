namespace Tokenrill.Polling;

/// <summary>What a thread that polls does when it has had nothing else to do for a moment, or when it has put it off for too long. Of that thread alone.</summary>
internal sealed class Deferrals(TimeProvider time)
{
    /// <summary>For how long a thread that is busy puts it off: not so long that anybody notices.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(20);

    private readonly Queue<(IDeferred Work, int Turn, long Since)> _waiting = new();

    public bool IsEmpty => _waiting.Count == 0;

    public void Add(IDeferred work, int turn) => _waiting.Enqueue((work, turn, time.GetTimestamp()));

    /// <summary>Does what has waited for too long.</summary>
    public void DoOverdue()
    {
        if (IsEmpty)
            return;
        var now = time.GetTimestamp();
        while (_waiting.TryPeek(out var next) && time.GetElapsedTime(next.Since, now) >= Longest)
            _waiting.Dequeue().Work.Do(next.Turn);
    }

    /// <summary>Does everything.</summary>
    public void DoAll()
    {
        while (_waiting.TryDequeue(out var next))
            next.Work.Do(next.Turn);
    }
}
