namespace Tokenrill.Providers.OpenAI;

/// <summary>Where an OpenAI-compatible server is and how it is asked.</summary>
public sealed record OpenAIProviderOptions
{
    /// <summary>The provider's name in the configuration; stands in the server's log.</summary>
    public required string Name { get; init; }

    /// <summary>What <c>/chat/completions</c> is appended to, for example <c>https://api.openai.com/v1</c>. Absolute, http
    /// or https, without user info; a query (<c>?api-version=…</c>) is kept on every request.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>Sent as <c>Authorization: Bearer</c>. Null or empty (the default): no key is sent.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Further headers of every request, for example <c>api-key</c>. Default: none. Their values are kept out of
    /// messages and logs, like the key.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>The member that carries <see cref="ModelRequest.MaxTokens"/>. Default <c>max_tokens</c>, which every
    /// compatible server knows; OpenAI's reasoning models take <c>max_completion_tokens</c> only.</summary>
    public string MaxTokensMember { get; init; } = "max_tokens";
}
