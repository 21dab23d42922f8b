using Tokenrill.AspNetCore.Dialects;

namespace Tokenrill.AspNetCore.Security;

/// <summary>Who may call, from which web pages, and what can be chosen of the dialects. Bound from the section <c>Tokenrill</c>.</summary>
public sealed class TokenrillHttpOptions
{
    /// <summary>The API keys that are known. Without any, everybody who can reach the server is its one user; such a
    /// server listens on loopback only, unless <see cref="AllowInsecure"/> says otherwise.</summary>
    public IList<ApiKeyOptions> Keys { get; set; } = [];

    /// <summary>Whether to listen beyond loopback without keys. Default false.</summary>
    public bool AllowInsecure { get; set; }

    /// <summary>Which web pages may call.</summary>
    public CorsOptions Cors { get; set; } = new();

    /// <summary>What can be chosen of the dialects.</summary>
    public DialectOptions Dialects { get; set; } = new();
}

/// <summary>One API key.</summary>
public sealed class ApiKeyOptions
{
    /// <summary>Whose key it is, 1 to 64 characters: the owner of what is started with it, and what logs say.</summary>
    public string Name { get; set; } = "";

    /// <summary>The secret itself, at least 16 characters; clients send it as <c>Authorization: Bearer …</c>.</summary>
    public string Key { get; set; } = "";

    /// <summary>Whether it may see and stop everybody's generations. Default false.</summary>
    public bool Admin { get; set; }
}

/// <summary>Which web pages may call.</summary>
public sealed class CorsOptions
{
    /// <summary>Origins such as <c>https://app.example</c>, or <c>*</c> for any. Default none: same origin only.</summary>
    public IList<string> Origins { get; set; } = [];
}
