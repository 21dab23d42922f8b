using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Hosting;
using Tokenrill.Generations;

namespace Tokenrill.AspNetCore.Hosting;

/// <summary>Has the engine find what was stored before anybody can ask for it, and ends what runs before the server closes its
/// connections, so that every reader is told.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the host.")]
internal sealed class EngineLife(GenerationService generations, TimeProvider time) : IHostedLifecycleService
{
    /// <summary>How long providers may take to let go.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(5);

    /// <summary>Runs before any hosted service stops, the web server included.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Most, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await generations.ShutDownAsync(either.Token);
    }

    /// <summary>Runs before any hosted service starts, the web server included.</summary>
    public Task StartingAsync(CancellationToken cancellationToken) => generations.RecoverAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
