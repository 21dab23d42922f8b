namespace Tokenrill.Server.Hosting.Warming;

/// <summary>A host that listens to no signals: the process has one that does.</summary>
internal sealed class NoSignals : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
