using Tokenrill.Logs;

namespace Tokenrill.Generations;

/// <summary>How a generation stands.</summary>
public enum GenerationStatus
{
    /// <summary>It runs, or waits for its session.</summary>
    Active,
    /// <summary>The model finished.</summary>
    Completed,
    /// <summary>Something broke.</summary>
    Failed,
    /// <summary>It was stopped.</summary>
    Cancelled,
    /// <summary>A newer generation took its session.</summary>
    Superseded,
    /// <summary>The server went away.</summary>
    Interrupted,
}

/// <summary>Statuses, from events and on the wire.</summary>
public static class GenerationStatuses
{
    /// <summary><c>active</c>, <c>completed</c>, <c>failed</c>, <c>cancelled</c>, <c>superseded</c> or <c>interrupted</c>.</summary>
    public static string WireName(this GenerationStatus status) => status switch
    {
        GenerationStatus.Completed => "completed",
        GenerationStatus.Failed => "failed",
        GenerationStatus.Cancelled => "cancelled",
        GenerationStatus.Superseded => "superseded",
        GenerationStatus.Interrupted => "interrupted",
        _ => "active",
    };

    internal static GenerationStatus Of(EventKind kind) => kind switch
    {
        EventKind.Completed => GenerationStatus.Completed,
        EventKind.Failed => GenerationStatus.Failed,
        EventKind.Cancelled => GenerationStatus.Cancelled,
        EventKind.Superseded => GenerationStatus.Superseded,
        EventKind.Interrupted => GenerationStatus.Interrupted,
        _ => GenerationStatus.Active,
    };
}
