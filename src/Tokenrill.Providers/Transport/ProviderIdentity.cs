using System.Buffers;

namespace Tokenrill.Providers.Transport;

/// <summary>Who a provider is in messages, and what must never stand in one.</summary>
internal sealed class ProviderIdentity(string name, IEnumerable<string> secrets)
{
    private const int ExcerptLength = 300;

    private static readonly SearchValues<char> Breaks = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(code => (char)code), ' ', '\u007F', '\u0085', '\u2028', '\u2029']);

    // The longest first: where one secret is part of another, nothing of the longer one may be left over.
    private readonly string[] _secrets = [.. secrets.Where(secret => secret.Length > 0).Distinct().OrderByDescending(secret => secret.Length)];

    /// <summary>The provider's name in the configuration.</summary>
    public string Name { get; } = name;

    /// <summary>A failure of this provider.</summary>
    public ProviderException Failure(ErrorCode code, string detail, Exception? inner = null, TimeSpan? retryAfter = null) =>
        new(code, $"provider {Name}: {detail}", inner) { RetryAfter = retryAfter };

    /// <summary>What a provider said, as one short line without secrets, in quotes; empty when it said nothing.</summary>
    public string Quote(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "";
        foreach (var secret in _secrets)
            text = text.Replace(secret, "***", StringComparison.Ordinal);
        text = OneLine(text);
        return text.Length > ExcerptLength ? $"\"{text[..ExcerptLength]}…\"" : $"\"{text}\"";
    }

    private static string OneLine(string text)
    {
        var line = new System.Text.StringBuilder(Math.Min(text.Length, ExcerptLength));
        foreach (var range in text.AsSpan().SplitAny(Breaks))
        {
            if (range.Start.Equals(range.End))
                continue;
            if (line.Length > 0)
                line.Append(' ');
            line.Append(text.AsSpan(range));
        }
        return line.ToString();
    }
}
