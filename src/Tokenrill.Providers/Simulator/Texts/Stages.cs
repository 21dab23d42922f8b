namespace Tokenrill.Providers.Simulator.Texts;

/// <summary>Plays every stage from an idea to a prompt for a medium: says back what it is given, and judges it where that is asked for.</summary>
internal static class Stages
{
    private const string Safe = "SAFE:", Blocked = "BLOCKED:", BlockedWord = "blockme";

    private const string Reason = $"This is a simulation, and it stops whatever says \"{BlockedWord}\". Your idea goes on as soon as that word is gone. What would you like to see in its place?";

    /// <summary>The material in a prompt: what stands between the tags that the prompt ends with, as in
    /// <c>&lt;text&gt;…&lt;/text&gt;</c>, without the line breaks around it; without such tags, all of it.</summary>
    public static string Material(string prompt)
    {
        var tagged = prompt.AsSpan().TrimEnd();
        var end = tagged.LastIndexOf("</");
        if (end < 0 || tagged[^1] != '>')
            return prompt;
        var opening = $"<{tagged[(end + 2)..]}";
        // From the first: tags of the same name within the material are part of it.
        var start = tagged.IndexOf(opening, StringComparison.Ordinal);
        return start < 0 || start + opening.Length > end ? prompt : tagged[(start + opening.Length)..end].Trim("\r\n").ToString();
    }

    /// <summary>The whole answer.</summary>
    public static TextSource Answer(ModelRequest request, string text)
    {
        var isJudge = request.Messages.Any(message => message.Role == ChatRole.System && message.Content.Contains(Safe, StringComparison.Ordinal) && message.Content.Contains(Blocked, StringComparison.Ordinal));
        var answer = !isJudge ? text : text.Contains(BlockedWord, StringComparison.OrdinalIgnoreCase) ? $"{Blocked} {Reason}" : $"{Safe} {text}";
        return new TextSource(Cut.Words(answer), []);
    }
}
