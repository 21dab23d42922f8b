namespace Tokenrill.Server.Tests.Crashes;

/// <summary>What a client knows of its session.</summary>
internal sealed class ToldSession(string name)
{
    public string Name { get; } = name;

    /// <summary>The generations that were asked for in it, in this order.</summary>
    public List<ToldGeneration> Generations { get; } = [];

    /// <summary>The session's own log, as far as the client followed it.</summary>
    public List<WireEvent> Events { get; private set; } = [];

    /// <summary>The id of that log; null until the client was told an event.</summary>
    public string? Log { get; set; }

    /// <summary>When the server said that the session is there; null when it was never asked.</summary>
    public TimeSpan? Begun { get; set; }

    /// <summary>The title that somebody asked for, answered or not.</summary>
    public string? Wanted { get; set; }

    /// <summary>The title that the server has confirmed.</summary>
    public string? Title { get; set; }

    /// <summary>When it did.</summary>
    public TimeSpan TitleRead { get; set; }

    /// <summary>Where the client would follow the session's log from.</summary>
    public int Cursor => Events.Count == 0 ? 0 : Events[^1].Sequence;

    /// <summary>From now on what is stored is what the client knows. What was lost it has to do again.</summary>
    public void Keep(StoredSession? stored)
    {
        Generations.RemoveAll(generation => generation.Stored is null);
        Events = stored is null || Log is null ? [] : [.. stored.Events];
        Log = Events.Count == 0 ? null : Log;
        Begun = stored is null ? null : Begun;
        Title = stored?.Title;
        TitleRead = TimeSpan.Zero;
        Wanted = Title == Wanted ? Wanted : null;
    }
}
