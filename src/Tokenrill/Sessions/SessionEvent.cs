using System.Text.Json.Serialization;
using Tokenrill.Generations;
using Tokenrill.Signals;

namespace Tokenrill.Sessions;

/// <summary>Something that happened in a session.</summary>
public abstract record SessionEvent
{
    /// <summary>Its sequence number in the session's log, from 1, without gaps.</summary>
    public int Sequence { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>A message was added. Of an answer this is its beginning: its text comes from the generation's log.</summary>
public sealed record MessageCreated(SessionMessage Message) : SessionEvent;

/// <summary>A generation began to write an answer.</summary>
public sealed record GenerationStarted(string Generation, string Message, string Model) : SessionEvent;

/// <summary>A generation ended, and its answer will not change any more.</summary>
public sealed record GenerationEnded(string Generation, string Message, GenerationStatus Status) : SessionEvent
{
    /// <summary>The answer as it stands from now on.</summary>
    [JsonInclude]
    internal SessionMessage? Answer { get; init; }
}

/// <summary>The session has a new title.</summary>
public sealed record TitleChanged(string Title) : SessionEvent;

/// <summary>A signal was extracted from what was said.</summary>
public sealed record SignalCreated(Signal Signal) : SessionEvent;

/// <summary>Somebody said that a signal is of no use.</summary>
/// <param name="Signal">Its id.</param>
public sealed record SignalDismissed(string Signal) : SessionEvent;

/// <summary>The session began. Stored, but no event of its log: nobody can follow a session that is not there.</summary>
internal sealed record SessionBegun(string? Title) : SessionEvent;

/// <summary>The session was deleted, and everything of it is to be erased.</summary>
/// <param name="Generations">The ids of its generations.</param>
internal sealed record SessionErased(IReadOnlyList<string> Generations) : SessionEvent;
