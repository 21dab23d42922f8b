using System.Text.Json;

namespace Tokenrill.Server.Tests.Crashes;

/// <summary>What a server that was started again has of a session.</summary>
/// <param name="State">Its state.</param>
/// <param name="Messages">Its messages.</param>
/// <param name="LastSequence">The last event that the messages include.</param>
/// <param name="Events">Its log.</param>
internal sealed record StoredSession(JsonElement State, IReadOnlyList<JsonElement> Messages, int LastSequence, IReadOnlyList<WireEvent> Events)
{
    public string? Title => State.TryGetProperty("title", out var title) ? title.GetString() : null;

    /// <summary>The generation that answers what a user said; null when there is none.</summary>
    public string? AnswerTo(string prompt)
    {
        for (var i = 0; i + 1 < Messages.Count; i++)
            if (Of(Messages[i], "content") == prompt)
                return Of(Messages[i + 1], "generation");
        return null;
    }

    /// <summary>A member of a message or an event; null when it has none.</summary>
    public static string? Of(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
