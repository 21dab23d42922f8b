using System.Text.Json;

namespace Tokenrill.Server.Tests.Crashes.Checks;

/// <summary>Made-up recordings: a session whose client was told everything, and a server that has all of it. Tests change one of them.</summary>
internal static class Recording
{
    public static readonly TimeSpan Start = TimeSpan.FromSeconds(100);

    /// <summary>How far apart its events were read, and due.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    /// <summary>A generation that was told started, text events, and an end; with no end, it was cut off.</summary>
    public static ToldGeneration Told(string id, int texts, string? end)
    {
        var told = new ToldGeneration(new Question($"key-{id}", "s-1", "sim/steady", $"prompt of {id}", Rate: 100)) { Id = id, Sent = Start, Acknowledged = Start + Step };
        told.Events.Add(Event(1, "started", Start + Step, ("generation", id)));
        for (var i = 0; i < texts; i++)
            told.Events.Add(Event(i + 2, "text", Start + ((i + 2) * Step), ("text", $"word {i} ")));
        if (end is not null)
            told.Events.Add(Event(texts + 2, end, Start + ((texts + 2) * Step)));
        return told;
    }

    /// <summary>What a server has that kept so many of a generation's events, and ended it as interrupted where it had not ended.</summary>
    public static StoredGeneration Kept(this ToldGeneration told, int events = int.MaxValue)
    {
        var kept = told.Events.Take(events).ToList();
        return Stored(told.Id!, kept is [.., { IsTerminal: true }] ? kept : [.. kept, Event(kept.Count + 1, WireEvent.Interrupted, default)]);
    }

    /// <summary>What a server has with this log.</summary>
    public static StoredGeneration Stored(string id, IReadOnlyList<WireEvent> events) =>
        new(Json(new { id, status = events[^1].Type, text = WireEvent.Joined(events, "text"), last_seq = events.Count }), events);

    /// <summary>A session of these generations, of which the client followed everything, and all of which is there.</summary>
    public static (ToldSession Told, StoredSession Stored) Session(params ToldGeneration[] generations)
    {
        var told = new ToldSession("s-1") { Log = "log-1", Begun = Start, Title = "A title", TitleRead = Start };
        var messages = new List<JsonElement>();
        foreach (var generation in generations)
        {
            generation.Stored ??= generation.Kept();
            told.Generations.Add(generation);
            messages.Add(Json(new { id = $"msg-{messages.Count}", role = "user", content = generation.Question.Prompt }));
            messages.Add(Json(new { id = $"msg-{messages.Count}", role = "assistant", content = generation.Stored.Text, generation = generation.Id, status = generation.Stored.Status }));
            Add(told, new { seq = told.Cursor + 1, type = "message.created", message = messages[^2] });
            Add(told, new { seq = told.Cursor + 1, type = "message.created", message = messages[^1] });
            Add(told, new { seq = told.Cursor + 1, type = "generation.started", generation = generation.Id });
            Add(told, new { seq = told.Cursor + 1, type = "generation.ended", generation = generation.Id, status = generation.Stored.Status });
        }
        return (told, new StoredSession(Json(new { id = "s-1", title = "A title", messages = messages.Count }), messages, told.Cursor, [.. told.Events]));
    }

    public static WireEvent Event(int sequence, string type, TimeSpan read, params (string Name, string Value)[] members) =>
        new(sequence, type, JsonSerializer.Serialize(members.Select(member => (member.Name, Value: (object)member.Value)).Prepend(("type", type)).Prepend(("seq", sequence)).ToDictionary(member => member.Item1, member => member.Item2)), read);

    public static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value);

    private static void Add<T>(ToldSession session, T happened) => session.Events.Add(WireEvent.Of(Json(happened)) with { Read = Start });
}
