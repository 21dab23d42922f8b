using Tokenrill.Rig.Processes;

namespace Tokenrill.Rig.Targets;

/// <summary>Waits for a process to do what it was started for.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(60);

    /// <exception cref="RigException">It ended, or is not ready within a minute. The message has its last words.</exception>
    public static async Task WaitAsync(string name, ChildProcess process, Func<CancellationToken, Task<bool>> isReady, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; waited < Most; waited += Between)
        {
            if (process.HasExited)
                throw new RigException($"{name} ended at once:\n{process.LastWords()}");
            if (await TryAsync(isReady, cancellationToken))
                return;
            await Task.Delay(Between, TimeProvider.System, cancellationToken);
        }
        throw new RigException($"{name} does not answer:\n{process.LastWords()}");
    }

    /// <summary>Waits until a process uses next to no CPU, for a minute at most.</summary>
    public static async Task WaitUntilIdleAsync(ChildProcess process, CancellationToken cancellationToken)
    {
        const double idle = 0.03;
        for (var waited = TimeSpan.Zero; waited < Most; waited += Window)
        {
            var before = ProcessTree.CpuOf(process.Id);
            await Task.Delay(Window, TimeProvider.System, cancellationToken);
            if (ProcessTree.CpuOf(process.Id) - before < idle * Window)
                return;
        }
    }

    private static async Task<bool> TryAsync(Func<CancellationToken, Task<bool>> isReady, CancellationToken cancellationToken)
    {
        try
        {
            return await isReady(cancellationToken);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
