using Tokenrill.Generations;
using Tokenrill.Models;

namespace Tokenrill.Sessions;

/// <summary>One message of a session, as it stands now: an answer that is being written grows from one look to the next.</summary>
/// <param name="Id">For example <c>msg_0198…</c>.</param>
/// <param name="Role"><see cref="ChatRole.User"/> or <see cref="ChatRole.Assistant"/>.</param>
/// <param name="Content">Its text, which of an answer that did not complete is as far as it came.</param>
/// <param name="CreatedAt">When it was added; of an answer, when its generation started.</param>
public sealed record SessionMessage(string Id, ChatRole Role, string Content, DateTimeOffset CreatedAt)
{
    /// <summary>Of an answer: the reasoning that led to it, where the model showed any.</summary>
    public string? Reasoning { get; init; }

    /// <summary>Of an answer: the generation that writes it, or wrote it.</summary>
    public string? Generation { get; init; }

    /// <summary>Of an answer: how its generation stands.</summary>
    public GenerationStatus? Status { get; init; }

    /// <summary>The messages as they stand when all this has happened, oldest first.</summary>
    internal static List<SessionMessage> After(IReadOnlyList<SessionEvent> events)
    {
        var messages = new List<SessionMessage>();
        foreach (var next in events)
        {
            if (next is MessageCreated created)
                messages.Add(created.Message);
            else if (next is GenerationEnded { Answer: { } answer } && messages.FindLastIndex(message => message.Id == answer.Id) is var place and >= 0)
                messages[place] = answer;
        }
        return messages;
    }
}
