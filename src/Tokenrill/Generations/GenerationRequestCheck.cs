using Tokenrill.Models;
using Tokenrill.Options;

namespace Tokenrill.Generations;

/// <summary>Refuses requests that make no sense, naming the member by its wire name and saying what would be right.</summary>
internal static class GenerationRequestCheck
{
    private const int MaxName = 128, MaxStop = 16, MaxMetadata = 16, MaxMetadataValue = 512;

    public static void Ensure(GenerationRequest request, TokenrillOptions options)
    {
        EnsureAsk(request.Ask);
        EnsureName("session", request.Session);
        EnsureName("idempotency_key", request.IdempotencyKey);
        EnsureDeadline("deadlines.connect", request.Deadlines.Connect, options.Deadlines.Connect);
        EnsureDeadline("deadlines.first_token", request.Deadlines.FirstToken, options.Deadlines.FirstToken);
        EnsureDeadline("deadlines.between_tokens", request.Deadlines.BetweenTokens, options.Deadlines.BetweenTokens);
        EnsureDeadline("deadlines.total", request.Deadlines.Total, options.Deadlines.Total);
        if (request.Metadata is { } metadata && (metadata.Count > MaxMetadata || metadata.Any(item => item.Key.Length > MaxName || item.Value.Length > MaxMetadataValue)))
            throw TokenrillException.Invalid("metadata", $"may have {MaxMetadata} members with names up to {MaxName} and values up to {MaxMetadataValue} characters");
    }

    private static void EnsureAsk(ModelRequest ask)
    {
        if (ask.Messages.Count == 0)
            throw TokenrillException.Invalid("messages", "must hold at least one message");
        if (ask.MaxTokens is < 1)
            throw TokenrillException.Invalid("max_tokens", "must be at least 1");
        if (ask.Temperature is not null and not (>= 0 and <= 2))
            throw TokenrillException.Invalid("temperature", "must be from 0 to 2");
        if (ask.TopP is not null and not (>= 0 and <= 1))
            throw TokenrillException.Invalid("top_p", "must be from 0 to 1");
        if (ask.Stop is { } stop && (stop.Count > MaxStop || stop.Any(string.IsNullOrEmpty)))
            throw TokenrillException.Invalid("stop", $"may hold up to {MaxStop} texts, none of them empty");
        if (ask.Tools is { } tools && tools.Any(tool => string.IsNullOrEmpty(tool.Name)))
            throw TokenrillException.Invalid("tools", "each tool needs a name");
    }

    /// <summary>Refuses names that are too long or could not be shown.</summary>
    public static void EnsureName(string field, string? value)
    {
        if (value is not null && (value.Length is 0 or > MaxName || value.Any(char.IsControl)))
            throw TokenrillException.Invalid(field, $"must be 1 to {MaxName} characters, none of them a control character");
    }

    private static void EnsureDeadline(string field, TimeSpan? value, TimeSpan most)
    {
        if (value is { } wish && (wish <= TimeSpan.Zero || wish > most))
            throw TokenrillException.Invalid(field, $"must be more than 0 and at most {most.TotalSeconds:0.###} seconds; a request may only shorten the server's deadlines");
    }
}
