using Microsoft.Extensions.Logging;
using Tokenrill.Models;

namespace Tokenrill.AspNetCore.Endpoints.Models;

/// <summary>What one provider offers now.</summary>
/// <param name="Name">The provider's name in the configuration.</param>
/// <param name="Models">Its models; null when it could not be asked.</param>
internal sealed record ProviderModels(string Name, IReadOnlyList<ModelInfo>? Models);

/// <summary>Asks all providers for their models, together, and remembers the answer for a moment: whoever looks often
/// (a UI, a readiness probe) does not become a load on them.</summary>
internal sealed partial class ModelDirectory(ModelCatalog catalog, TimeProvider time, ILogger<ModelDirectory> logger)
{
    /// <summary>How long a provider may take to answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>How long an answer counts.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private Task<ProviderModels[]>? _asked;
    private long _askedAt;

    /// <summary>The providers, those that could not be asked included.</summary>
    public Task<ProviderModels[]> ListAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_asked is null || time.GetElapsedTime(_askedAt) >= Fresh)
            {
                _askedAt = time.GetTimestamp();
                _asked = Task.WhenAll(catalog.Providers.Select(provider => AskAsync(provider.Key, provider.Value)));
            }
            return _asked.WaitAsync(cancellationToken);
        }
    }

    private async Task<ProviderModels> AskAsync(string name, IModelProvider provider)
    {
        // Away from the lock that the caller holds.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            // Waited for as well as cancelled: a provider that ignores its token must not hold up the others.
            return new(name, await provider.ListModelsAsync(patience.Token).WaitAsync(patience.Token));
        }
        catch (Exception exception)
        {
            LogLeftOut(name, exception is OperationCanceledException ? "it did not answer in time" : exception.Message);
            return new(name, null);
        }
    }

    [LoggerMessage(120, LogLevel.Warning, "Provider {Provider} could not be asked for its models: {Detail}")]
    private partial void LogLeftOut(string provider, string detail);
}
