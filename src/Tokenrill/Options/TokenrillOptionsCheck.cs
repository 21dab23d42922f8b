namespace Tokenrill.Options;

/// <summary>Finds everything that is wrong with the engine's options, at once.</summary>
public static class TokenrillOptionsCheck
{
    /// <summary>One sentence for each fault: the key, what it is, and what it may be. Empty when all is well.</summary>
    public static IReadOnlyList<string> Faults(TokenrillOptions options)
    {
        var faults = new List<string>();
        void Within<T>(string key, T value, T least, T most) where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
                faults.Add($"Tokenrill:{key} is {value}; it may be {least} to {most}");
        }

        var day = TimeSpan.FromDays(1);
        var least = TimeSpan.FromMilliseconds(100);
        Within("Deadlines:Connect", options.Deadlines.Connect, least, day);
        Within("Deadlines:FirstToken", options.Deadlines.FirstToken, least, day);
        Within("Deadlines:BetweenTokens", options.Deadlines.BetweenTokens, least, day);
        Within("Deadlines:Total", options.Deadlines.Total, least, day);
        Within("Sessions:CleanupWait", options.Sessions.CleanupWait, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Within("Sessions:HistoryCharacters", options.Sessions.HistoryCharacters, 0, 10_000_000);
        Within("Sessions:Kept", options.Sessions.Kept, 1, 10_000_000);
        Within("Sessions:MemoryBytes", options.Sessions.MemoryBytes, 1L << 20, 1L << 40);
        Within("Readers:Grace", options.Readers.Grace, TimeSpan.Zero, TimeSpan.FromHours(1));
        Within("Readers:Heartbeat", options.Readers.Heartbeat, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        Within("Storage:SegmentBytes", options.Storage.SegmentBytes, 64L << 10, 4L << 30);
        Within("Storage:Retention", options.Storage.Retention, TimeSpan.FromSeconds(1), TimeSpan.FromDays(365));
        Within("Storage:MemoryBytes", options.Storage.MemoryBytes, 1L << 20, 1L << 40);
        Within("Limits:RequestBytes", options.Limits.RequestBytes, 1 << 10, 64 << 20);
        Within("Limits:OutputBytes", options.Limits.OutputBytes, 1 << 10, 256 << 20);
        Within("Limits:GenerationsPerKey", options.Limits.GenerationsPerKey, 1, int.MaxValue);
        Within("Limits:RequestsPerMinute", options.Limits.RequestsPerMinute, 1, int.MaxValue);
        Within("Signals:Characters", options.Signals.Characters, 1, 100_000);
        Within("Signals:Turns", options.Signals.Turns, 1, 1_000);
        if (string.IsNullOrWhiteSpace(options.Storage.Path))
            faults.Add("Tokenrill:Storage:Path is empty; it may be a folder");
        if (options.Recipes.Path is { } path && !Directory.Exists(path))
            faults.Add($"Tokenrill:Recipes:Path is {path}; it may be a folder that exists");
        return faults;
    }
}
