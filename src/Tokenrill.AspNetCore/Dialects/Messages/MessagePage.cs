using Tokenrill.Sessions;

namespace Tokenrill.AspNetCore.Dialects.Messages;

/// <summary>Some of a session's messages, oldest first.</summary>
/// <param name="Messages">The messages.</param>
/// <param name="Next">The id of the last of them, when there are more behind it.</param>
internal readonly record struct MessagePage(IReadOnlyList<SessionMessage> Messages, string? Next)
{
    /// <summary>The page behind a message, or the first.</summary>
    /// <param name="messages">All of the session's.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="after">The message's id; null for the first page.</param>
    /// <param name="field">What the client calls it.</param>
    /// <exception cref="TokenrillException">The session has no such message.</exception>
    public static MessagePage Of(IReadOnlyList<SessionMessage> messages, int most, string? after, string field)
    {
        var from = 0;
        if (after is not null)
        {
            while (from < messages.Count && messages[from].Id != after)
                from++;
            if (from++ == messages.Count)
                throw new TokenrillException(ErrorCode.NotFound, $"{field}: there is no such message in this session") { Field = field };
        }
        List<SessionMessage> page = [.. messages.Skip(from).Take(most)];
        return new(page, from + page.Count < messages.Count ? page[^1].Id : null);
    }
}
