namespace Tokenrill.Providers.Ollama;

/// <summary>Where an Ollama is.</summary>
public sealed record OllamaProviderOptions
{
    /// <summary>The provider's name in the configuration; stands in the server's log.</summary>
    public required string Name { get; init; }

    /// <summary>What <c>/api/chat</c> is appended to, for example <c>http://127.0.0.1:11434</c>. Absolute, http or https,
    /// without user info.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>Sent as <c>Authorization: Bearer</c>, for an Ollama behind a proxy that wants one. Default: none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Further headers of every request. Default: none. Their values are kept out of messages and logs.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }
}
