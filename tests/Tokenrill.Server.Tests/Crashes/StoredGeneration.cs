using System.Text.Json;

namespace Tokenrill.Server.Tests.Crashes;

/// <summary>What a server that was started again has of a generation.</summary>
/// <param name="State">Its state.</param>
/// <param name="Events">Its log.</param>
internal sealed record StoredGeneration(JsonElement State, IReadOnlyList<WireEvent> Events)
{
    public string Id => State.GetProperty("id").GetString()!;

    public string Status => State.GetProperty("status").GetString()!;

    public string Text => TextOf("text");

    public string Reasoning => TextOf("reasoning");

    /// <summary>The last event that can be from before the crash. An end that says interrupted may have been added after it.</summary>
    public int LastOfBefore => Events is [.., { Type: WireEvent.Interrupted }] ? Events.Count - 1 : Events.Count;

    private string TextOf(string name) => State.TryGetProperty(name, out var value) ? value.GetString()! : "";
}
