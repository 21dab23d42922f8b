using Tokenrill.Models;
using Tokenrill.Providers.Ollama;
using Tokenrill.Providers.OpenAI;
using Tokenrill.Server.Configuration;

namespace Tokenrill.Server.Providers;

/// <summary>Makes providers of their settings.</summary>
internal static class ProviderFactory
{
    private static readonly Uri OpenAIAddress = new("https://api.openai.com/v1");

    /// <summary>Where Ollama listens when nobody told it otherwise.</summary>
    public static readonly Uri OllamaAddress = new("http://127.0.0.1:11434");

    /// <exception cref="ArgumentException">A setting cannot be used; says which, and never its value.</exception>
    public static IModelProvider Create(ProviderSettings settings, TimeProvider time)
    {
        var address = settings.BaseUrl is null ? null : new Uri(settings.BaseUrl);
        return settings.Type == ProviderReader.Ollama
            ? new OllamaProvider(new OllamaProviderOptions { Name = settings.Name, BaseUrl = address ?? OllamaAddress, ApiKey = settings.ApiKey, Headers = settings.Headers }, time)
            : new OpenAIProvider(OptionsOf(settings, address ?? OpenAIAddress), time);
    }

    /// <summary>OpenAI itself refuses <c>max_tokens</c> for its reasoning models and takes the newer name for all; most others
    /// know only the older one.</summary>
    private static OpenAIProviderOptions OptionsOf(ProviderSettings settings, Uri address) => new()
    {
        Name = settings.Name,
        BaseUrl = address,
        ApiKey = settings.ApiKey,
        Headers = settings.Headers,
        MaxTokensMember = address.Host == OpenAIAddress.Host ? "max_completion_tokens" : "max_tokens",
    };
}
