namespace Tokenrill.Server.Configuration;

/// <summary>Reads <c>Models:{alias}:0</c>, <c>:1</c> and so on. Whether the models exist is asked when the providers stand.</summary>
internal sealed class AliasReader(ServerSettings settings)
{
    private readonly Dictionary<string, List<string>> _aliases = new(StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<string> Keys(string[] path) => [$"Models:{(path.Length > 1 ? path[1] : "alias")}:0"];

    public bool TryRead(string[] path, string value)
    {
        if (path.Length != 3 || !string.Equals(path[0], "Models", StringComparison.OrdinalIgnoreCase) || !OptionText.TryIndex(path[2], out _))
            return false;
        if (!_aliases.TryGetValue(path[1], out var addresses))
            _aliases.Add(path[1], addresses = []);
        addresses.Add(value);
        return true;
    }

    public void Finish()
    {
        foreach (var (alias, addresses) in _aliases)
        {
            if (alias.Contains('/') || alias.Any(char.IsControl))
                settings.Faults.Add($"{SettingsReader.Section}:Models:{alias}: an alias may not hold \"/\", which stands between provider and model");
            settings.Models[alias] = addresses;
        }
    }
}
