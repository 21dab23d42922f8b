using System.Buffers;
using Tokenrill.Providers.Transport.Http;

namespace Tokenrill.Providers.Transport;

/// <summary>Where a provider is, and the headers that every request to it has.</summary>
internal sealed class ProviderAddress
{
    // Shorter header values are no secrets, and replacing each "1" in a message would only make it unreadable.
    private const int ShortestSecretHeader = 8;

    // These frame the message, or are about the body, which is the provider's own.
    private static readonly string[] NotAllowed = ["Transfer-Encoding", "Allow", "Expires", "Last-Modified"];

    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

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
        Add("Host", HttpEndpoint.HostHeader(baseUrl), name);
        Add("User-Agent", "Tokenrill", name);
        if (keyHeader is { } header)
            Add(header.Key, header.Value, name);
        foreach (var further in headers ?? new Dictionary<string, string>())
            Add(further.Key, further.Value, name);
        // The host stays first, also when it was replaced.
        Endpoint = HttpEndpoint.Of(baseUrl, _headers[0].Value);
        Provider = new ProviderIdentity(name, [key ?? "", .. (headers?.Values ?? []).Where(value => value.Length >= ShortestSecretHeader)]);
    }

    public ProviderIdentity Provider { get; }

    /// <summary>Where to connect.</summary>
    public HttpEndpoint Endpoint { get; }

    /// <summary>A request for a document under the base.</summary>
    public RequestHead Get(string path) => Head("GET", path, "application/json");

    /// <summary>A request with a JSON body for a path under the base.</summary>
    public RequestHead Post(string path, string accept) => Head("POST", path, accept);

    private RequestHead Head(string method, string path, string accept)
    {
        var url = new UriBuilder(_base.Uri) { Path = _base.Path.TrimEnd('/') + path };
        // A configured header replaces this one too.
        KeyValuePair<string, string>[] first = _headers.Exists(static header => IsSame(header.Key, "Accept")) ? [] : [new("Accept", accept)];
        return new RequestHead(method, url.Uri.PathAndQuery, [.. _headers, .. first]);
    }

    private void Add(string header, string value, string provider)
    {
        if (value.AsSpan().ContainsAnyExceptInRange(' ', '~') || !IsAllowed(header))
            throw new ArgumentException($"header {header} of provider {provider} cannot be sent: names are tokens, values printable ASCII, and content headers are set by the provider itself", nameof(header));
        // A configured header replaces one of ours.
        var known = _headers.FindIndex(known => IsSame(known.Key, header));
        if (known >= 0)
            _headers[known] = new(header, value);
        else
            _headers.Add(new(header, value));
    }

    private static bool IsAllowed(string header) =>
        header.Length > 0 && !header.AsSpan().ContainsAnyExcept(TokenCharacters)
        && !header.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) && !Array.Exists(NotAllowed, name => IsSame(name, header));

    private static bool IsSame(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
