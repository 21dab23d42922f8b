using System.Diagnostics;
using System.Text.Json;
using Tokenrill.TestKit;

namespace Tokenrill.Server.Tests.Crashes;

/// <summary>An event of a generation's or a session's log, as it stood on the wire.</summary>
/// <param name="Sequence">Its sequence number.</param>
/// <param name="Type">Its type.</param>
/// <param name="Data">All of it, as JSON.</param>
/// <param name="Read">When its last byte was read, by the test's own clock; zero where nobody asks.</param>
internal sealed record WireEvent(int Sequence, string Type, string Data, TimeSpan Read = default)
{
    public const string Interrupted = "interrupted";

    private const int MostShown = 160;

    public bool IsTerminal => Type is "completed" or "failed" or "cancelled" or "superseded" or Interrupted;

    public bool IsOutput => Type is "text" or "reasoning" or "tool_call";

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Data);

    public static WireEvent Of(SseEvent block)
    {
        var json = block.Json;
        return new(json.GetProperty("seq").GetInt32(), json.GetProperty("type").GetString()!, block.Data!, Stopwatch.GetElapsedTime(0, block.Arrived));
    }

    public static WireEvent Of(JsonElement json) => new(json.GetProperty("seq").GetInt32(), json.GetProperty("type").GetString()!, json.GetRawText());

    /// <summary>What the events of a type say, joined.</summary>
    public static string Joined(IEnumerable<WireEvent> events, string type) =>
        string.Concat(events.Where(next => next.Type == type).Select(next => next.Json.GetProperty("text").GetString()));

    /// <summary>Whether both say the same, whenever they were read.</summary>
    public bool Says(WireEvent other) => Data == other.Data || JsonElement.DeepEquals(Json, other.Json);

    public override string ToString() => Data.Length <= MostShown ? Data : Data[..MostShown] + "…";
}
