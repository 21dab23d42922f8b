namespace Tokenrill.Server.Tests.Crashes;

/// <summary>What a client knows of one generation: what it asked, and what it was told.</summary>
internal sealed class ToldGeneration(Question question)
{
    public Question Question { get; } = question;

    /// <summary>When the question was sent: nothing of the answer can be older.</summary>
    public TimeSpan Sent { get; set; }

    /// <summary>When its id was received.</summary>
    public TimeSpan Acknowledged { get; set; }

    /// <summary>Null until the server has told it.</summary>
    public string? Id { get; set; }

    /// <summary>The events, in the order in which they were read.</summary>
    public List<WireEvent> Events { get; set; } = [];

    /// <summary>What a server that was started again had of it; null before, and when it had nothing.</summary>
    public StoredGeneration? Stored { get; set; }

    /// <summary>From now on what is stored is what the client knows, whether it was told all of it or not.</summary>
    public void Keep(StoredGeneration stored)
    {
        Stored = stored;
        Id = stored.Id;
        Events = [.. stored.Events];
    }

    public override string ToString() => $"{Id ?? "a generation without an id"} (key {Question.Key})";
}
