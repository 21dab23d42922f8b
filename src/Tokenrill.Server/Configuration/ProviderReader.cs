using Tokenrill.Providers.Simulator;

namespace Tokenrill.Server.Configuration;

/// <summary>Reads <c>Providers:{name}:…</c>.</summary>
internal sealed class ProviderReader(ServerSettings settings)
{
    public const string OpenAI = "openai", Ollama = "ollama";

    private readonly SortedDictionary<string, ProviderSettings> _providers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The keys that the provider of <paramref name="path"/> may have.</summary>
    public static IEnumerable<string> Keys(string[] path)
    {
        var name = path.Length > 1 ? path[1] : "name";
        return [$"Providers:{name}:Type", $"Providers:{name}:BaseUrl", $"Providers:{name}:ApiKey", $"Providers:{name}:Headers:{path[^1]}"];
    }

    public bool TryRead(string[] path, string value)
    {
        if (path.Length < 3 || !Is(path[0], "Providers"))
            return false;
        var isHeader = path.Length == 4 && Is(path[2], "Headers");
        if (!isHeader && (path.Length != 3 || !(Is(path[2], "Type") || Is(path[2], "BaseUrl") || Is(path[2], "ApiKey"))))
            return false;
        if (!_providers.TryGetValue(path[1], out var provider))
            _providers.Add(path[1], provider = new ProviderSettings(path[1]));
        if (isHeader)
            provider.Headers[path[3]] = value;
        else if (Is(path[2], "Type"))
            provider.Type = value.ToLowerInvariant();
        else if (Is(path[2], "BaseUrl"))
            provider.BaseUrl = value;
        else
            provider.ApiKey = value;
        return true;
    }

    /// <summary>Checks every provider; those that are fit for use are added to the settings.</summary>
    public void Finish()
    {
        foreach (var provider in _providers.Values)
        {
            var before = settings.Faults.Count;
            Check(provider);
            if (settings.Faults.Count == before)
                settings.Providers.Add(provider);
            else
                settings.BrokenProviders.Add(provider.Name);
        }
    }

    private void Check(ProviderSettings provider)
    {
        var key = $"{SettingsReader.Section}:Providers:{provider.Name}";
        if (Is(provider.Name, SimulatorProvider.Name))
            settings.Faults.Add($"{key}: the name \"{SimulatorProvider.Name}\" is the simulator's; give the provider another");
        else if (!provider.Name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-'))
            settings.Faults.Add($"{key}: the name of a provider may hold lower-case letters, digits and \"-\"");
        if (provider.Type is not (OpenAI or Ollama))
            settings.Faults.Add($"{key}:Type is {(provider.Type.Length == 0 ? "missing" : $"\"{provider.Type}\"")}; it may be {OpenAI} or {Ollama}");
        // Not quoted: an address may hold a password.
        if (provider.BaseUrl is { } address && !(Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0))
            settings.Faults.Add($"{key}:BaseUrl is no address of a provider; it may be an absolute http or https URL without user and password, such as https://api.openai.com/v1");
    }

    private static bool Is(string segment, string name) => string.Equals(segment, name, StringComparison.OrdinalIgnoreCase);
}
