using Tokenrill.Models;
using Tokenrill.Providers.OpenAI;

namespace Tokenrill.Server.Hosting.Warming;

/// <summary>The server itself as a provider. Its address is known only once it listens.</summary>
internal sealed class SelfProvider : IModelProvider, IDisposable
{
    private OpenAIProvider? _provider;

    /// <summary>Says where it is.</summary>
    public void Find(Uri server) => _provider = new OpenAIProvider(new OpenAIProviderOptions { Name = "self", BaseUrl = new Uri(server, "/v1") });

    public Task StreamAsync(ModelRequest request, IGenerationSink sink, CancellationToken cancellationToken) => _provider!.StreamAsync(request, sink, cancellationToken);

    public void EnsureSupported(ModelRequest request) => _provider!.EnsureSupported(request);

    public Task<IReadOnlyList<ModelInfo>> ListModelsAsync(CancellationToken cancellationToken) => _provider!.ListModelsAsync(cancellationToken);

    public void Dispose() => _provider?.Dispose();
}
