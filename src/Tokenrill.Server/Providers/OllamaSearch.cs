using System.Globalization;
using Tokenrill.Models;
using Tokenrill.Providers.Ollama;
using Tokenrill.Server.Configuration;

namespace Tokenrill.Server.Providers;

/// <summary>Looks for an Ollama on this machine, when no providers are configured.</summary>
internal sealed class OllamaSearch(Uri address, TimeProvider time)
{
    /// <summary>An Ollama that is there answers at once; a start must not be slow where there is none.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>Where it looks.</summary>
    public Uri Address => address;

    /// <summary>The Ollama and its models; null when none answers.</summary>
    public async Task<(IModelProvider Provider, IReadOnlyList<ModelInfo> Models)?> FindAsync(CancellationToken cancellationToken)
    {
        var provider = new OllamaProvider(new OllamaProviderOptions { Name = ProviderReader.Ollama, BaseUrl = address }, time);
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return (provider, await provider.ListModelsAsync(either.Token));
        }
        catch (Exception exception) when (exception is ProviderException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            provider.Dispose();
            return null;
        }
    }

    /// <summary>The address that <c>OLLAMA_HOST</c> gives, as Ollama reads it: a host, perhaps with a port and a scheme.
    /// What it listens on may be every address there is; what is asked is then loopback.</summary>
    public static Uri AddressOf(string? host)
    {
        const int port = 11434;
        if (string.IsNullOrWhiteSpace(host))
            return ProviderFactory.OllamaAddress;
        var hasScheme = host.Contains("://", StringComparison.Ordinal);
        if (!Uri.TryCreate(hasScheme ? host : $"http://{host}", UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
            return ProviderFactory.OllamaAddress;
        var saysPort = hasScheme || url.Authority.EndsWith(string.Create(CultureInfo.InvariantCulture, $":{url.Port}"), StringComparison.Ordinal);
        return new UriBuilder(url.Scheme, url.Host is "0.0.0.0" or "[::]" ? "127.0.0.1" : url.Host, saysPort ? url.Port : port).Uri;
    }
}
