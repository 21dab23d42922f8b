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
            : new OpenAIProvider(new OpenAIProviderOptions { Name = settings.Name, BaseUrl = address ?? OpenAIAddress, ApiKey = settings.ApiKey, Headers = settings.Headers }, time);
    }
}
