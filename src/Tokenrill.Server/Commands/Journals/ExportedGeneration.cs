using Tokenrill.Generations;
using Tokenrill.Journals;
using Tokenrill.Logs;

namespace Tokenrill.Server.Commands.Journals;

/// <summary>What a line of an export says of a generation before its events. Members that do not apply are left out.</summary>
internal sealed record ExportedGeneration
{
    // What the journal cannot know: whether it runs, or ran when the server was killed.
    public const string Unfinished = "unfinished";

    public string Type { get; } = "generation";

    public required string Id { get; init; }

    public required string Owner { get; init; }

    public required string Model { get; init; }

    /// <summary>How it ended; <see cref="Unfinished"/> when that is not stored, or cannot be read.</summary>
    public required string Status { get; init; }

    /// <summary>True when events behind those that follow were stored and cannot be read any more.</summary>
    public bool? Damaged { get; init; }

    public string? Session { get; init; }

    public string? MessageId { get; init; }

    public required string CreatedAt { get; init; }

    public string? FinishedAt { get; init; }

    public string? IdempotencyKey { get; init; }

    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    public static ExportedGeneration Of(StoredGeneration stored)
    {
        var head = stored.Head;
        var end = stored.Log[stored.Log.LastSequence].Kind;
        return new()
        {
            Id = head.Id,
            Owner = head.Owner,
            Model = head.Model,
            Status = end.IsTerminal() ? end.WireName() : Unfinished,
            Damaged = stored.IsDamaged ? true : null,
            Session = head.Session,
            MessageId = head.Message,
            CreatedAt = Moments.Of(head.CreatedAt),
            FinishedAt = head.FinishedAt is { } finished ? Moments.Of(finished) : null,
            IdempotencyKey = head.Key,
            Metadata = head.Metadata,
        };
    }

    /// <summary>A status as an export has it.</summary>
    public static string NameOf(GenerationStatus status) => status == GenerationStatus.Active ? Unfinished : status.WireName();
}
