using System.Text.Json;

namespace Tokenrill.Server.Tests.Crashes.Checks;

/// <summary>Holds what a client is told that comes back against what is there: behind its cursor, and by its key.</summary>
internal static class ResumeCheck
{
    /// <summary>From where the connection broke exactly what is behind it follows.</summary>
    /// <param name="told">What was told before the crash.</param>
    /// <param name="stored">What is there.</param>
    /// <param name="behind">What was told behind the last event; null when there was no such event any more.</param>
    /// <param name="isStrict">Whether nothing may be lost; otherwise a cursor behind what is stored may be refused.</param>
    public static string? Fault(ToldGeneration told, StoredGeneration stored, IReadOnlyList<WireEvent>? behind, bool isStrict)
    {
        var cursor = told.Events.Count;
        var mayBeRefused = !isStrict && cursor > stored.LastOfBefore;
        return behind is null && mayBeRefused || IsRest(behind, stored.Events, cursor)
            ? null
            : $"{told}: resumed behind event {cursor}, {Shown(behind)}; its log has {stored.Events.Count} events";
    }

    /// <summary>The same of a session's own log.</summary>
    public static string? Fault(ToldSession told, StoredSession stored, IReadOnlyList<WireEvent>? behind, bool isStrict)
    {
        var mayBeRefused = !isStrict && SessionLogCheck.Same(told, stored) < told.Events.Count;
        return behind is null && mayBeRefused || IsRest(behind, stored.Events, told.Cursor)
            ? null
            : $"session {told.Name}: its log {told.Log} resumed behind event {told.Cursor}, {Shown(behind)}; it has {stored.Events.Count} events";
    }

    /// <summary>The same key is the same generation, which does not run again.</summary>
    /// <param name="question">What was asked again.</param>
    /// <param name="stored">The generation, before it was.</param>
    /// <param name="state">The state that the server answered with.</param>
    public static string? Fault(Question question, StoredGeneration stored, JsonElement state)
    {
        var again = new StoredGeneration(state, []);
        if (again.Id != stored.Id)
            return $"{stored.Id}: the same key ({question.Key}) led to another generation, {again.Id}, {again.Status}: it was run again";
        var last = state.GetProperty("last_seq").GetInt32();
        return last == stored.Events.Count && again.Status == stored.Status
            ? null
            : $"{stored.Id}: asked for by its key ({question.Key}) again it went on: {again.Status} with {last} events, not {stored.Status} with {stored.Events.Count}";
    }

    private static bool IsRest(IReadOnlyList<WireEvent>? behind, IReadOnlyList<WireEvent> stored, int cursor) =>
        behind is not null && behind.Count == Math.Max(0, stored.Count - cursor)
        && behind.Zip(stored.Skip(cursor)).All(pair => pair.First.Sequence == pair.Second.Sequence && pair.First.Says(pair.Second));

    private static string Shown(IReadOnlyList<WireEvent>? behind) => behind switch
    {
        null => "there was no such event",
        [] => "nothing followed",
        _ => $"{behind.Count} events followed, from {behind[0]} on",
    };
}
