using System.Text.Json;

namespace Tokenrill.Server.Tests.Crashes.Checks;

/// <summary>A session's messages: what the user said and what was answered, in turn, each once and whole.</summary>
internal static class SessionMessageCheck
{
    public static IEnumerable<string> Faults(ToldSession told, StoredSession stored)
    {
        var expected = told.Generations.Where(generation => generation.Stored is not null).ToList();
        var turnFaults = TurnFaults(stored).ToList();
        var presenceFaults = PresenceFaults(expected, stored).ToList();
        // Compared in pairs only where there are pairs: otherwise one lost message would be reported for each behind it.
        return turnFaults.Concat(presenceFaults).Concat(turnFaults.Count + presenceFaults.Count > 0 ? [] : expected.SelectMany((generation, turn) => AnswerFaults(generation, turn, stored)));
    }

    private static IEnumerable<string> TurnFaults(StoredSession stored)
    {
        for (var i = 0; i < stored.Messages.Count; i++)
        {
            var role = StoredSession.Of(stored.Messages[i], "role");
            if (role == (i % 2 == 0 ? "user" : "assistant"))
                continue;
            yield return $"messages do not alternate: message {i + 1} is {role}'s ({Shown(stored.Messages[i])})";
            yield break;
        }
        if (stored.Messages.Count % 2 != 0)
            yield return $"the last message has no answer ({Shown(stored.Messages[^1])})";
    }

    private static IEnumerable<string> PresenceFaults(List<ToldGeneration> expected, StoredSession stored)
    {
        var said = stored.Messages.Where(message => StoredSession.Of(message, "role") == "user").Select(message => StoredSession.Of(message, "content")!).ToList();
        foreach (var generation in expected)
            if (said.Count(content => content == generation.Question.Prompt) is var count and not 1)
                yield return count == 0
                    ? $"the user's message of {generation} is lost, or its content is not whole"
                    : $"the user's message of {generation} is there {count} times: it was run again";
        foreach (var content in said.Where(content => !expected.Exists(generation => generation.Question.Prompt == content)))
            yield return $"there is a message whose generation is gone, or that nobody sent: \"{content}\"";
        if (!said.SequenceEqual(said.OrderBy(content => expected.FindIndex(generation => generation.Question.Prompt == content))))
            yield return "its messages are not in the order in which they were sent";
    }

    private static IEnumerable<string> AnswerFaults(ToldGeneration generation, int turn, StoredSession stored)
    {
        var answer = stored.Messages[(turn * 2) + 1];
        var whole = generation.Stored!;
        foreach (var (name, expected) in new[] { ("generation", whole.Id), ("status", whole.Status), ("content", whole.Text), ("reasoning", whole.Reasoning) })
            if ((StoredSession.Of(answer, name) ?? "") is var actual && actual != expected)
                yield return $"the answer of {generation} has another {name} than the generation: {Difference.Of(expected, actual)}";
    }

    private static string Shown(JsonElement message) => new WireEvent(0, "", message.GetRawText()).ToString();
}
