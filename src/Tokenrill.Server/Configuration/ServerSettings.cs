using Tokenrill.AspNetCore.Security;
using Tokenrill.Options;

namespace Tokenrill.Server.Configuration;

/// <summary>Everything that was configured, and everything that is wrong with it.</summary>
internal sealed class ServerSettings
{
    public TokenrillOptions Engine { get; } = new();

    public TokenrillHttpOptions Http { get; } = new();

    /// <summary>Whether the server asks itself a few hundred times when it has started, so that nobody waits for its code to be
    /// compiled. Default true.</summary>
    public bool WarmUp { get; set; } = true;

    /// <summary>Providers in the order of their names.</summary>
    public List<ProviderSettings> Providers { get; } = [];

    /// <summary>Names of providers that have a fault; whatever refers to them needs none of its own.</summary>
    public List<string> BrokenProviders { get; } = [];

    /// <summary>Alias → addresses.</summary>
    public Dictionary<string, IReadOnlyList<string>> Models { get; } = [];

    /// <summary>What must be put right before anything starts. Never holds a secret.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>What has no effect. Never holds a secret.</summary>
    public List<string> Warnings { get; } = [];
}

/// <summary>A provider as it was configured.</summary>
internal sealed record ProviderSettings(string Name)
{
    public string Type { get; set; } = "";

    public string? BaseUrl { get; set; }

    public string? ApiKey { get; set; }

    public Dictionary<string, string> Headers { get; } = [];
}
