namespace Tokenrill.Recipes.Pipelines;

/// <summary>How a pipeline ended.</summary>
public enum PipelineStatus
{
    /// <summary>Every stage completed.</summary>
    Completed,
    /// <summary>A stage answered <c>BLOCKED:</c>, or did not begin as it must.</summary>
    Blocked,
    /// <summary>A stage failed, or could not be started.</summary>
    Failed,
    /// <summary>A stage was stopped, or the reader was lost where that ends it.</summary>
    Cancelled,
    /// <summary>A newer generation took the session.</summary>
    Superseded,
    /// <summary>The server went away.</summary>
    Interrupted,
}

/// <summary>How a pipeline ended, and with what.</summary>
/// <param name="Status">How.</param>
/// <param name="Stage">In which stage, from 1.</param>
public sealed record PipelineEnd(PipelineStatus Status, int Stage)
{
    /// <summary>Why it was blocked, as the stage's answer says, in the language of whoever asked, or a sentence of our own: safe to show.</summary>
    public string? Reason { get; init; }

    /// <summary>The answer of the last stage, when all completed.</summary>
    public string? Text { get; init; }

    /// <summary>Why it failed.</summary>
    public GenerationError? Error { get; init; }
}

/// <summary>Statuses of pipelines on the wire.</summary>
public static class PipelineStatuses
{
    /// <summary><c>completed</c>, <c>blocked</c>, <c>failed</c>, <c>cancelled</c>, <c>superseded</c> or <c>interrupted</c>.</summary>
    public static string WireName(this PipelineStatus status) => status switch
    {
        PipelineStatus.Completed => "completed",
        PipelineStatus.Blocked => "blocked",
        PipelineStatus.Cancelled => "cancelled",
        PipelineStatus.Superseded => "superseded",
        PipelineStatus.Interrupted => "interrupted",
        _ => "failed",
    };
}
