namespace Tokenrill.Server.Tests.Crashes;

/// <summary>A moment that needs no clock: when so many events have been told, over all clients.</summary>
internal sealed class KillMoment(int after)
{
    private readonly TaskCompletionSource _come = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    public int After => after;

    public Task Come => _come.Task;

    public void Count()
    {
        if (Interlocked.Increment(ref _count) == after)
            _come.TrySetResult();
    }
}
