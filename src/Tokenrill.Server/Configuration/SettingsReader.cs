using Tokenrill.Options;

namespace Tokenrill.Server.Configuration;

/// <summary>Reads the section <c>Tokenrill</c>, whatever source its values come from. Nothing stops at the first fault:
/// whoever starts the server learns of all of them at once. An empty value is no value.</summary>
internal static class SettingsReader
{
    public const string Section = "Tokenrill";

    public static ServerSettings Read(IConfiguration section)
    {
        var settings = new ServerSettings();
        var single = new SingleOptions(settings);
        var providers = new ProviderReader(settings);
        var aliases = new AliasReader(settings);
        var keys = new KeyReader(settings);
        var origins = new OriginReader(settings);
        foreach (var (key, value) in section.AsEnumerable(makePathsRelative: true).OrderBy(option => option.Key, ConfigurationKeyComparer.Instance))
        {
            if (string.IsNullOrEmpty(value))
                continue;
            var path = key.Split(':');
            if (!single.TryRead(key, value) && !providers.TryRead(path, value) && !aliases.TryRead(path, value) && !keys.TryRead(path, value) && !origins.TryRead(path, value))
                settings.Warnings.Add(Unknown(key, [.. single.Keys, .. ProviderReader.Keys(path), .. AliasReader.Keys(path), .. KeyReader.Keys(path), .. OriginReader.Keys]));
        }
        providers.Finish();
        aliases.Finish();
        keys.Finish();
        settings.Faults.AddRange(TokenrillOptionsCheck.Faults(settings.Engine));
        return settings;
    }

    /// <summary>An unknown key is no fault: it may be one of a later version, and the same configuration is to start both.</summary>
    private static string Unknown(string key, string[] known) =>
        NearestKey.Find(key, known) is { } nearest
            ? $"{Section}:{key} is not known and has no effect; did you mean {Section}:{nearest}?"
            : $"{Section}:{key} is not known to this version and has no effect";
}
