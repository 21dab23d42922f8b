using Tokenrill.AspNetCore.Security;

namespace Tokenrill.Server.Configuration;

/// <summary>Reads <c>Keys:0:Name</c>, <c>:Key</c> and <c>:Admin</c>. A fault says which key it is, never the secret.</summary>
internal sealed class KeyReader(ServerSettings settings)
{
    private const int LongestName = 64, ShortestKey = 16;

    private readonly SortedDictionary<int, ApiKeyOptions> _keys = [];

    public static IEnumerable<string> Keys(string[] path)
    {
        var index = path.Length > 1 ? path[1] : "0";
        return [$"Keys:{index}:Name", $"Keys:{index}:Key", $"Keys:{index}:Admin"];
    }

    public bool TryRead(string[] path, string value)
    {
        if (path.Length != 3 || !Is(path[0], "Keys") || !OptionText.TryIndex(path[1], out var index) || !(Is(path[2], "Name") || Is(path[2], "Key") || Is(path[2], "Admin")))
            return false;
        if (!_keys.TryGetValue(index, out var key))
            _keys.Add(index, key = new ApiKeyOptions());
        if (Is(path[2], "Name"))
            key.Name = value;
        else if (Is(path[2], "Key"))
            key.Key = value;
        else if (OptionText.TryFlag(value, out var isAdmin, out var expected))
            key.Admin = isAdmin;
        else
            settings.Faults.Add($"{SettingsReader.Section}:Keys:{index}:Admin is \"{value}\"; it may be {expected}");
        return true;
    }

    public void Finish()
    {
        foreach (var (index, key) in _keys)
        {
            var place = $"{SettingsReader.Section}:Keys:{index}";
            if (key.Name.Length is 0 or > LongestName || key.Name.Any(char.IsControl))
                settings.Faults.Add($"{place}:Name {(key.Name.Length == 0 ? "is missing" : "is none")}; it may be 1 to {LongestName} characters");
            if (key.Key.Length < ShortestKey || !key.Key.All(letter => letter is > ' ' and <= '~'))
                settings.Faults.Add($"{place}:Key is {(key.Key.Length == 0 ? "missing" : "too short or not plain")}; it may be {ShortestKey} or more letters, digits and signs of ASCII, without blanks");
            if (settings.Http.Keys.Any(other => other.Name == key.Name && key.Name.Length > 0))
                settings.Faults.Add($"{place}:Name is the same as another key's; each needs its own, because what is started with a key belongs to its name");
            if (settings.Http.Keys.Any(other => other.Key == key.Key && key.Key.Length > 0))
                settings.Faults.Add($"{place}:Key is the same as another key's; each needs its own");
            settings.Http.Keys.Add(key);
        }
    }

    private static bool Is(string segment, string name) => string.Equals(segment, name, StringComparison.OrdinalIgnoreCase);
}
