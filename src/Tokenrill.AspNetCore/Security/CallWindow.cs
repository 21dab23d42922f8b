namespace Tokenrill.AspNetCore.Security;

/// <summary>Counts what one caller does within a minute, which begins with the first of it.</summary>
internal sealed class CallWindow(TimeProvider time)
{
    /// <summary>How long it is.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long _began = time.GetTimestamp();
    private int _count;

    /// <summary>Counts one more; false when there were <paramref name="most"/> already.</summary>
    public bool TryCount(int most)
    {
        var now = time.GetTimestamp();
        lock (_lock)
        {
            if (time.GetElapsedTime(_began, now) >= Length)
            {
                _began = now;
                _count = 0;
            }
            if (_count >= most)
                return false;
            _count++;
            return true;
        }
    }
}
