using System.Text.Json;

namespace Tokenrill.Server.Tests.Crashes.Checks;

/// <summary>A session's own log: dense, telling each message and each generation once, and going on where it was.</summary>
internal static class SessionLogCheck
{
    public static IEnumerable<string> Faults(ToldSession told, StoredSession stored, bool isStrict)
    {
        foreach (var fault in DensityFaults(stored).Concat(MessageFaults(stored)).Concat(GenerationFaults(told, stored)))
            yield return fault;
        var same = Same(told, stored);
        if (isStrict && same < told.Events.Count)
            yield return $"{told.Events.Count - same} events of its log that were told are lost or changed; the first was told as {told.Events[same]}, and there is {(same < stored.Events.Count ? stored.Events[same].ToString() : "nothing")}";
    }

    /// <summary>How many of the events that were told are stored as they were told, from the first on.</summary>
    public static int Same(ToldSession told, StoredSession stored) =>
        told.Events.Zip(stored.Events).TakeWhile(pair => pair.First.Sequence == pair.Second.Sequence && pair.First.Says(pair.Second)).Count();

    private static IEnumerable<string> DensityFaults(StoredSession stored)
    {
        for (var i = 0; i < stored.Events.Count; i++)
        {
            if (stored.Events[i].Sequence != i + 1)
            {
                yield return $"its log is not dense: event {stored.Events[i].Sequence} stands where {i + 1} should be";
                break;
            }
        }
        if (stored.LastSequence != stored.Events.Count)
            yield return $"its messages include event {stored.LastSequence}, but its log has {stored.Events.Count}";
    }

    private static IEnumerable<string> MessageFaults(StoredSession stored)
    {
        var logged = All(stored, "message.created").Select(json => json.GetProperty("message")).Select(message => StoredSession.Of(message, "id")).ToList();
        var there = stored.Messages.Select(message => StoredSession.Of(message, "id")).ToList();
        if (!logged.SequenceEqual(there))
            yield return $"its log tells of other messages ({string.Join(", ", logged.Except(there))}) than there are ({string.Join(", ", there.Except(logged))}), or in another order, or twice";
    }

    private static IEnumerable<string> GenerationFaults(ToldSession told, StoredSession stored)
    {
        var started = All(stored, "generation.started").Select(json => StoredSession.Of(json, "generation")).ToList();
        var ended = All(stored, "generation.ended").ToLookup(json => StoredSession.Of(json, "generation"), json => StoredSession.Of(json, "status"));
        foreach (var generation in told.Generations.Where(generation => generation.Stored is not null))
        {
            if (started.Count(id => id == generation.Id) is var starts and not 1)
                yield return $"its log tells {starts} times, not once, that {generation} started";
            var ends = ended[generation.Id].ToList();
            if (ends.Count != 1 || ends[0] != generation.Stored!.Status)
                yield return $"its log tells that {generation} ended as ({string.Join(", ", ends)}), not once as {generation.Stored!.Status}";
        }
    }

    private static IEnumerable<JsonElement> All(StoredSession stored, string type) => stored.Events.Where(next => next.Type == type).Select(next => next.Json);
}
