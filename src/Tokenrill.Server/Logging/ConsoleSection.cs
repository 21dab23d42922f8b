namespace Tokenrill.Server.Logging;

/// <summary>The configuration's section for the framework's console. Of it only the levels still mean something.</summary>
internal static class ConsoleSection
{
    private const string Section = "Logging:Console", Levels = "LogLevel";

    /// <summary>A sentence for each key that is set and does nothing.</summary>
    public static IEnumerable<string> Warnings(IConfiguration configuration) =>
        from option in configuration.GetSection(Section).AsEnumerable(makePathsRelative: true)
        where !string.IsNullOrEmpty(option.Value) && !option.Key.Split(':')[0].Equals(Levels, StringComparison.OrdinalIgnoreCase)
        orderby option.Key
        select $"{Section}:{option.Key} has no effect: the log has one form, and never waits for its reader. {Section}:{Levels} is known";
}
