using Tokenrill.Journals.Files;
using Tokenrill.Models;
using Tokenrill.Sessions;
using Tokenrill.Signals;

namespace Tokenrill.Server.Commands.Journals;

/// <summary>A line of an export that holds a session. Members that do not apply are left out.</summary>
internal sealed record ExportedSession
{
    public string Type { get; } = "session";

    public required string Id { get; init; }

    public required string Owner { get; init; }

    public string? Title { get; init; }

    /// <summary>True when something that happened in it was stored and cannot be read any more.</summary>
    public bool? Damaged { get; init; }

    public required string CreatedAt { get; init; }

    public required string UpdatedAt { get; init; }

    public required IReadOnlyList<ExportedMessage> Messages { get; init; }

    public IReadOnlyList<ExportedSignal>? Signals { get; init; }

    public static ExportedSession Of(StoredSession stored) => new()
    {
        Id = stored.Outline.Key.Session,
        Owner = stored.Outline.Key.Owner,
        Title = stored.Outline.Title,
        Damaged = stored.IsDamaged ? true : null,
        CreatedAt = Moments.Of(stored.Outline.CreatedAt),
        UpdatedAt = Moments.Of(stored.Outline.UpdatedAt),
        Messages = [.. stored.Messages.Select(ExportedMessage.Of)],
        Signals = stored.Signals.Count == 0 ? null : [.. stored.Signals.Select(ExportedSignal.Of)],
    };
}

/// <summary>A message of a session.</summary>
internal sealed record ExportedMessage(string Id, string Role, string Content, string? Reasoning, string? Generation, string? Status, string CreatedAt)
{
    public static ExportedMessage Of(SessionMessage message) => new(
        message.Id,
        message.Role == ChatRole.User ? "user" : "assistant",
        message.Content,
        message.Reasoning,
        message.Generation,
        message.Status is { } status ? ExportedGeneration.NameOf(status) : null,
        Moments.Of(message.CreatedAt));
}

/// <summary>A signal of a session.</summary>
internal sealed record ExportedSignal(string Id, string Kind, string Text, double Confidence, string MessageId, bool? Dismissed, string CreatedAt)
{
    public static ExportedSignal Of(Signal signal) => new(
        signal.Id, signal.Kind.WireName(), signal.Text, signal.Confidence, signal.Message, signal.IsDismissed ? true : null, Moments.Of(signal.CreatedAt));
}
