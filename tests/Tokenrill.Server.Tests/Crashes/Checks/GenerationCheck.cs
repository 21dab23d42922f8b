namespace Tokenrill.Server.Tests.Crashes.Checks;

/// <summary>Holds what a client was told of a generation against what is there after a crash.</summary>
internal static class GenerationCheck
{
    /// <summary>Each promise that was broken, in a sentence. When not strict, a lost end of the log is no fault: <see cref="LossCheck"/> judges it.</summary>
    public static IEnumerable<string> Faults(ToldGeneration told, StoredGeneration? stored, bool isStrict)
    {
        var faults = ToldFaults(told);
        if (stored is not null)
            faults = faults.Concat(LogFaults(stored)).Concat(StateFaults(stored)).Concat(ChangedFaults(told, stored));
        if (isStrict)
            faults = faults.Concat(LostFaults(told, stored));
        return faults.Select(fault => $"{told}: {fault}");
    }

    /// <summary>The events that were told and are not stored: always the last of those that were told.</summary>
    public static IEnumerable<WireEvent> Lost(ToldGeneration told, StoredGeneration? stored) =>
        told.Events.Where(next => stored is null || (next.Sequence > stored.LastOfBefore && !IsStored(next, stored)));

    private static IEnumerable<string> ToldFaults(ToldGeneration told)
    {
        for (var i = 0; i < told.Events.Count; i++)
            if (told.Events[i].Sequence != i + 1)
                yield return $"event {told.Events[i].Sequence} was told where {i + 1} should have been";
        if (told.Events.SkipLast(1).FirstOrDefault(next => next.IsTerminal) is { } early)
            yield return $"more was told behind its end, event {early.Sequence}";
    }

    private static IEnumerable<string> LogFaults(StoredGeneration stored)
    {
        for (var i = 0; i < stored.Events.Count; i++)
        {
            if (stored.Events[i].Sequence != i + 1)
            {
                yield return $"its log is not dense: event {stored.Events[i].Sequence} stands where {i + 1} should be";
                break;
            }
        }
        var ends = stored.Events.Where(next => next.IsTerminal).ToList();
        if (ends.Count != 1)
            yield return $"its log has {ends.Count} terminal events ({string.Join(", ", ends.Select(end => $"{end.Sequence} {end.Type}"))}), not one";
        else if (stored.Events[^1] != ends[0])
            yield return $"its terminal event {ends[0].Sequence} is not the last, {stored.Events[^1].Sequence}";
        if (stored.Events is not [{ Type: "started" }, ..])
            yield return "its log does not begin with \"started\"";
    }

    private static IEnumerable<string> StateFaults(StoredGeneration stored)
    {
        var end = stored.Events.Count > 0 ? stored.Events[^1].Type : "nothing";
        if (stored.Status != end)
            yield return $"its status is {stored.Status}, but its log ends with {end}";
        var last = stored.State.GetProperty("last_seq").GetInt32();
        if (last != stored.Events.Count)
            yield return $"its last_seq is {last}, but its log has {stored.Events.Count} events";
        foreach (var (type, whole) in new[] { ("text", stored.Text), ("reasoning", stored.Reasoning) })
            if (WireEvent.Joined(stored.Events, type) is var joined && joined != whole)
                yield return $"its {type} of {whole.Length} characters is not that of its events, {joined.Length}: {Difference.Of(joined, whole)}";
    }

    private static IEnumerable<string> ChangedFaults(ToldGeneration told, StoredGeneration stored) =>
        from next in told.Events
        where next.Sequence <= stored.LastOfBefore && !IsStored(next, stored)
        select $"event {next.Sequence} was told as {next}, but is stored as {At(next.Sequence, stored)?.ToString() ?? "nothing"}";

    private static IEnumerable<string> LostFaults(ToldGeneration told, StoredGeneration? stored)
    {
        if (stored is null && told.Id is not null)
            yield return $"it was acknowledged and is gone, with {told.Events.Count} events that were told";
        if (stored is null)
            yield break;
        var lost = Lost(told, stored).ToList();
        if (lost.Count > 0)
            yield return $"{lost.Count} events that were told are lost, from {lost[0]} on; its log was stored up to {stored.LastOfBefore}";
    }

    private static bool IsStored(WireEvent told, StoredGeneration stored) => At(told.Sequence, stored)?.Says(told) == true;

    private static WireEvent? At(int sequence, StoredGeneration stored) =>
        stored.Events.ElementAtOrDefault(sequence - 1) is { } next && next.Sequence == sequence
            ? next
            : stored.Events.FirstOrDefault(other => other.Sequence == sequence);
}
