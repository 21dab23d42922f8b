using System.Net;

namespace Tokenrill.Providers.Transport;

/// <summary>Where a provider is, and the headers that every request to it has.</summary>
internal sealed class ProviderAddress
{
    // Shorter header values are no secrets, and replacing each "1" in a message would only make it unreadable.
    private const int ShortestSecretHeader = 8;

    private readonly UriBuilder _base;
    private readonly List<KeyValuePair<string, string>> _headers = [];

    /// <param name="name">The provider's name in the configuration.</param>
    /// <param name="baseUrl">Absolute, http or https, without user info; a query is kept on every request.</param>
    /// <param name="key">The secret itself, to be kept out of messages.</param>
    /// <param name="keyHeader">The header that carries the key.</param>
    /// <param name="headers">Further headers.</param>
    /// <exception cref="ArgumentException">One of them cannot be used; the message never holds a value.</exception>
    public ProviderAddress(string name, Uri baseUrl, string? key, KeyValuePair<string, string>? keyHeader, IReadOnlyDictionary<string, string>? headers)
    {
        if (!baseUrl.IsAbsoluteUri || (baseUrl.Scheme != Uri.UriSchemeHttp && baseUrl.Scheme != Uri.UriSchemeHttps))
            throw new ArgumentException($"BaseUrl of provider {name} must be an absolute http or https URL", nameof(baseUrl));
        if (baseUrl.UserInfo.Length > 0)
            throw new ArgumentException($"BaseUrl of provider {name} must not hold a user or password; use ApiKey or Headers", nameof(baseUrl));
        _base = new UriBuilder(baseUrl) { Fragment = "" };
        Add("User-Agent", "Tokenrill", name);
        if (keyHeader is { } header)
            Add(header.Key, header.Value, name);
        foreach (var further in headers ?? new Dictionary<string, string>())
            Add(further.Key, further.Value, name);
        Provider = new ProviderIdentity(name, [key ?? "", .. (headers?.Values ?? []).Where(value => value.Length >= ShortestSecretHeader)]);
    }

    public ProviderIdentity Provider { get; }

    /// <summary>A request for a path under the base.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path, string accept)
    {
        var url = new UriBuilder(_base.Uri) { Path = _base.Path.TrimEnd('/') + path };
        var request = new HttpRequestMessage(method, url.Uri)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        foreach (var (name, value) in _headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private void Add(string header, string value, string provider)
    {
        using var probe = new HttpRequestMessage();
        if (value.AsSpan().ContainsAnyExceptInRange(' ', '~') || !IsAllowed(probe, header))
            throw new ArgumentException($"header {header} of provider {provider} cannot be sent: names are tokens, values printable ASCII, and content headers are set by the provider itself", nameof(header));
        // A configured header replaces one of ours.
        _headers.RemoveAll(known => known.Key.Equals(header, StringComparison.OrdinalIgnoreCase));
        _headers.Add(new(header, value));
    }

    private static bool IsAllowed(HttpRequestMessage probe, string header) =>
        header.Length > 0 && !header.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) && probe.Headers.TryAddWithoutValidation(header, "x");
}
