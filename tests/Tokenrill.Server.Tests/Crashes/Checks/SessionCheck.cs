namespace Tokenrill.Server.Tests.Crashes.Checks;

/// <summary>Holds what a client knows of its session against what is there after a crash. Its generations were read before.</summary>
internal static class SessionCheck
{
    /// <summary>Each promise that was broken, in a sentence. When not strict, a lost end of the log, or a lost title, is no fault.</summary>
    public static IEnumerable<string> Faults(ToldSession told, StoredSession? stored, bool isStrict)
    {
        var faults = stored is null ? GoneFaults(told, isStrict) : SessionMessageCheck.Faults(told, stored).Concat(SessionLogCheck.Faults(told, stored, isStrict)).Concat(TitleFaults(told, stored, isStrict));
        return faults.Select(fault => $"session {told.Name}: {fault}");
    }

    /// <summary>What was told of the session and is not stored.</summary>
    public static IEnumerable<(TimeSpan Read, string What)> Lost(ToldSession told, StoredSession? stored)
    {
        if (stored is null && told.Begun is { } begun)
            yield return (begun, $"session {told.Name}: that it began");
        foreach (var next in told.Events.Skip(stored is null ? 0 : SessionLogCheck.Same(told, stored)))
            yield return (next.Read, $"session {told.Name}: {next}");
        if (told.Title is { } title && (stored is null || (stored.Title != title && stored.Title != told.Wanted)))
            yield return (told.TitleRead, $"session {told.Name}: the title \"{title}\"");
    }

    private static IEnumerable<string> GoneFaults(ToldSession told, bool isStrict)
    {
        var stored = told.Generations.Count(generation => generation.Stored is not null);
        if (stored > 0)
            yield return $"it is gone, although {stored} of its generations are there";
        else if (isStrict && (told.Begun is not null || told.Generations.Exists(generation => generation.Id is not null)))
            yield return "it is gone";
    }

    private static IEnumerable<string> TitleFaults(ToldSession told, StoredSession stored, bool isStrict)
    {
        if (stored.Title is null && stored.Messages.Count > 0)
            yield return "it has messages but no title";
        // One that was asked for and not answered may be there or not.
        if (isStrict && told.Title is not null && stored.Title != told.Title && stored.Title != told.Wanted)
            yield return $"its title was \"{told.Title}\" and is \"{stored.Title}\"";
        var messages = stored.State.GetProperty("messages").GetInt32();
        if (messages != stored.Messages.Count)
            yield return $"it says that it has {messages} messages, but gives {stored.Messages.Count}";
    }
}
