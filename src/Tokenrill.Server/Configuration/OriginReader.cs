namespace Tokenrill.Server.Configuration;

/// <summary>Reads <c>Cors:Origins:0</c> and so on.</summary>
internal sealed class OriginReader(ServerSettings settings)
{
    public static IEnumerable<string> Keys => ["Cors:Origins:0"];

    public bool TryRead(string[] path, string value)
    {
        if (path.Length != 3 || !string.Equals($"{path[0]}:{path[1]}", "Cors:Origins", StringComparison.OrdinalIgnoreCase) || !OptionText.TryIndex(path[2], out _))
            return false;
        if (IsOrigin(value))
            settings.Http.Cors.Origins.Add(value.TrimEnd('/'));
        else
            settings.Faults.Add($"{SettingsReader.Section}:{string.Join(':', path)} is \"{value}\"; it may be an origin such as https://app.example, without a path, or *");
        return true;
    }

    private static bool IsOrigin(string value) => value == "*"
        || (Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0
            && string.Equals(url.GetLeftPart(UriPartial.Authority), value.TrimEnd('/'), StringComparison.OrdinalIgnoreCase));
}
