using Tokenrill.Models;
using Tokenrill.Options;
using Tokenrill.Sessions;

namespace Tokenrill.Generations;

/// <summary>What a client asks for. Members that are null take the server's default.</summary>
public sealed record GenerationRequest
{
    /// <summary>What the model is asked. Its <see cref="ModelRequest.Model"/> is the name the client used: an alias or
    /// <c>provider/model</c>.</summary>
    public required ModelRequest Ask { get; init; }

    /// <summary>The session to take part in, 1 to 128 characters. With it, one generation at a time is active.</summary>
    public string? Session { get; init; }

    /// <summary>Whether the model is told what was said in the session before: for clients that send only what is new. Put
    /// behind the system messages, and no more of it than <see cref="SessionOptions.HistoryCharacters"/>.</summary>
    public bool WithHistory { get; init; }

    /// <summary>What the user said, where the messages have more around it: the session keeps this. Null: the last message,
    /// when it is a user's.</summary>
    public string? Said { get; init; }

    /// <summary>What to do when the session is busy.</summary>
    public OnBusy? OnBusy { get; init; }

    /// <summary>With <see cref="Sessions.OnBusy.Attach"/>: what it is about. A generation about the same is attached to, any other is
    /// superseded. Null: whatever is active is attached to.</summary>
    public string? Subject { get; init; }

    /// <summary>What a lost reader does.</summary>
    public OnDisconnect? OnDisconnect { get; init; }

    /// <summary>How long a lost reader may take to come back; zero where the client cannot resume.</summary>
    public TimeSpan? Grace { get; init; }

    /// <summary>Shorter deadlines than the server's.</summary>
    public RequestedDeadlines Deadlines { get; init; }

    /// <summary>The same key again means the same generation, not a second one. 1 to 128 characters.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>A digest of the request, so that a key used for another request is noticed.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Whatever the client wants to find again in the generation's state.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Whether the server itself asks, for the owner: not counted among what the owner may have active, so that it
    /// takes no place from what they ask themselves, and not stored.</summary>
    internal bool IsUncounted { get; init; }
}

/// <summary>Deadlines a request asks for; they may only shorten the server's.</summary>
public readonly record struct RequestedDeadlines(TimeSpan? Connect, TimeSpan? FirstToken, TimeSpan? BetweenTokens, TimeSpan? Total);
