using Tokenrill.Models;

namespace Tokenrill.Sessions;

/// <summary>What a session remembers, as a provider is told it.</summary>
internal static class History
{
    /// <summary>The messages that fit, oldest first. Whole turns are dropped, the oldest first, so that no answer is left
    /// without its question; answers that came to nothing are left out.</summary>
    /// <param name="messages">All of the session's, oldest first.</param>
    /// <param name="characters">How many characters they may have together.</param>
    public static IReadOnlyList<ChatMessage> Of(IReadOnlyList<SessionMessage> messages, int characters)
    {
        var from = messages.Count;
        var turn = 0L;
        var left = (long)characters;
        for (var i = messages.Count - 1; i >= 0; i--)
        {
            turn += messages[i].Content.Length;
            if (messages[i].Role != ChatRole.User && i > 0)
                continue;
            if (turn > left)
                break;
            left -= turn;
            turn = 0;
            from = i;
        }
        return [.. messages.Skip(from).Where(message => message.Content.Length > 0).Select(message => new ChatMessage(message.Role, message.Content))];
    }
}
